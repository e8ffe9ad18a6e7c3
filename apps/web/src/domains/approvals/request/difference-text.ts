import type { VersionDifference } from "@plumbline/contracts/registry/version-content";
import { countText } from "@plumbline/ui/format/number";

type Item = VersionDifference["items"][number];

const mostTelling: readonly Item["kind"][] = ["dataset", "param", "package", "input"];
const mostShown = 4;

/** A few differences for one line: of each telling kind one before a second of any. Figures are judged elsewhere, and files are many. */
export function tellingItems(items: readonly Item[]): Item[] {
  const byKind = mostTelling.map((kind) => items.filter((item) => item.kind === kind && item.kind !== "metric"));
  const rounds = Math.max(0, ...byKind.map(({ length }) => length));
  const taken: Item[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const found of byKind) taken.push(...found.slice(round, round + 1));
  }
  return taken.slice(0, mostShown);
}

const kindWords: Readonly<Record<Item["kind"], string>> = {
  dataset: "dataset",
  param: "parameter",
  metric: "metric",
  package: "package",
  input: "input",
  file: "file",
  source: "source",
};

/** How many of what kind differ: `2 files, 1 metric`. */
export function countKinds(items: readonly Item[]): string {
  const kinds = Object.entries(kindWords) as [Item["kind"], string][];
  return kinds
    .map(([kind, word]) => [items.filter((item) => item.kind === kind).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => countText(count, word))
    .join(", ");
}

export const valueText = (value: string | null): string => value ?? "none";
