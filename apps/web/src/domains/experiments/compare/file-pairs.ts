import type { ArtifactEntry } from "@plumbline/contracts/artifacts";

export type PairState = "changed" | "added" | "removed" | "same";

/** One path in the files of two runs. */
export interface FilePair {
  path: string;
  before: ArtifactEntry | undefined;
  after: ArtifactEntry | undefined;
  state: PairState;
}

/** Pictures and tables have time and id in their names: what stands at one key and step is the same thing. */
function placeOf(path: string): string {
  return path.replace(/^(images\/[^/]+?[%+]step[%+]\d+)[%+]timestamp[%+]\d+[%+][0-9a-f-]+/, "$1");
}

const order: Record<PairState, number> = { changed: 0, added: 1, removed: 2, same: 3 };

/** The files of two runs side by side: those that differ first, then by path. */
export function pairFiles(before: readonly ArtifactEntry[], after: readonly ArtifactEntry[]): FilePair[] {
  const byPlace = new Map<string, Pick<FilePair, "before" | "after">>();
  const files = (entries: readonly ArtifactEntry[]) => entries.filter(({ isDirectory }) => !isDirectory);
  for (const entry of files(before)) byPlace.set(placeOf(entry.path), { before: entry, after: undefined });
  for (const entry of files(after)) {
    const place = placeOf(entry.path);
    byPlace.set(place, { before: byPlace.get(place)?.before, after: entry });
  }
  return [...byPlace]
    .map(([path, pair]) => ({ path, ...pair, state: stateOf(pair) }))
    .sort((one, other) => order[one.state] - order[other.state] || one.path.localeCompare(other.path, "en"));
}

/** Without digests nothing proves that two files are alike. */
function stateOf({ before, after }: Pick<FilePair, "before" | "after">): PairState {
  if (!before) return "added";
  if (!after) return "removed";
  return before.sha256 !== null && before.sha256 === after.sha256 ? "same" : "changed";
}
