import { countText } from "@plumbline/ui/format/number";
import { commitRow, isData, type KeyRow, type RowKind, valueAt } from "./key-rows.ts";
import { bestRun, cellOf } from "./row-cells.ts";
import { signed } from "./signed.ts";

/** A piece of a sentence; names and figures stand out. */
export type Piece = string | { strong: string };

export interface Compared {
  rows: readonly KeyRow[];
  names: readonly string[];
  /** Places of the runs that are looked at. */
  runs: readonly number[];
  baseline: number;
  /** The metric by which the runs are judged. */
  lead: KeyRow | undefined;
  /** Places of the runs that still go on. */
  running: ReadonlySet<number>;
  /** How params go along with it, by the row. */
  correlations: ReadonlyMap<string, number>;
}

/** What changed, in one or two sentences. */
export function differenceSentence(compared: Compared): Piece[] {
  if (compared.runs.length < 2) return ["No run is left beside the baseline."];
  return compared.runs.length <= 2 ? sentenceOfTwo(compared) : sentenceOfMany(compared);
}

function sentenceOfTwo({ rows, runs, baseline, lead }: Compared): Piece[] {
  const other = runs.find((run) => run !== baseline) ?? baseline;
  const differing = rows.filter((row) => !Object.is(valueAt(row, other), valueAt(row, baseline)));
  const words = joined(differenceWords(differing));
  const change = lead && cellOf(lead, other, baseline);
  const ended = change?.change
    ? ["; ", { strong: `${lead?.label} ${signed(change.change)}` }, ...(change.verdict ? [`, ${change.verdict}`] : [])]
    : [];
  if (words === "")
    return [
      ...(ended.length > 0
        ? ["No param, no data and no condition that was logged differs", ...ended]
        : ["Nothing that was logged differs"]),
      ".",
    ];
  return [{ strong: words.charAt(0).toUpperCase() + words.slice(1) }, isOneThing(words) ? " differs" : " differ", ...ended, "."];
}

const isOneThing = (words: string): boolean => !/ and |, /.test(words) && /^(1 |the )/.test(words);

/** `3 params`, `1 dataset`, `the commit`, `2 conditions`, `1 tag`; metrics are what came of it. */
function differenceWords(rows: readonly KeyRow[]): string[] {
  const count = (isMeant: (row: KeyRow) => boolean) => rows.filter(isMeant).length;
  const ofKind = (kind: RowKind) => count((row) => row.kind === kind);
  const hasCommit = rows.some(({ id }) => id === commitRow);
  const data = count(isData);
  const words = (size: number, noun: string) => (size > 0 ? [countText(size, noun)] : []);
  return [
    ...words(ofKind("param"), "param"),
    ...words(data, "dataset"),
    ...(hasCommit ? ["the commit"] : []),
    ...words(ofKind("condition") - data - Number(hasCommit), hasCommit || data > 0 ? "other condition" : "condition"),
    ...words(ofKind("tag"), "tag"),
  ];
}

export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function sentenceOfMany(compared: Compared): Piece[] {
  return [...leaderSentence(compared), ...countSentence(compared), ...correlationSentence(compared)];
}

function leaderSentence({ names, runs, baseline, lead, running }: Compared): Piece[] {
  const best = lead && bestRun(lead, runs);
  if (!lead || best === undefined) return [];
  if (best === baseline) return ["No run is ahead of the baseline in ", { strong: lead.label }, ". "];
  const { change } = cellOf(lead, best, baseline);
  const by = change === undefined ? [] : [" by ", { strong: signed(change) }];
  return [
    { strong: names[best] ?? "" },
    change === undefined ? " is best" : " leads the baseline",
    ...by,
    ` in ${lead.label}${running.has(best) ? ", so far" : ""}. `,
  ];
}

function countSentence({ rows }: Compared): Piece[] {
  const part = (kind: RowKind, noun: string) => {
    const all = rows.filter((row) => row.kind === kind);
    const differing = all.filter(({ isDiffering }) => isDiffering).length;
    return all.length === 0 ? [] : [`${differing} of ${countText(all.length, noun)}`];
  };
  const words = joined([...part("param", "param"), ...part("condition", "condition")]);
  return words === "" ? [] : [{ strong: words }, " differ. "];
}

/** Below it two things hardly go together. */
const noticeable = 0.3;
const mostNamed = 2;

function correlationSentence({ rows, lead, correlations }: Compared): Piece[] {
  if (!lead) return [];
  const strong = rows
    .filter(({ kind }) => kind === "param")
    .flatMap((row) => ({ label: row.label, size: Math.abs(correlations.get(row.id) ?? 0) }))
    .filter(({ size }) => size >= noticeable)
    .sort((one, other) => other.size - one.size)
    .slice(0, mostNamed);
  if (strong.length === 0) return [];
  return [`${lead.label} moves most with `, { strong: joined(strong.map(({ label }) => label)) }, "."];
}

/** Said where results may not be held against each other: runs that were given other data than the baseline. */
export function dataWarning({ rows, names, runs, baseline }: Pick<Compared, "rows" | "names" | "runs" | "baseline">): string | undefined {
  const data = rows.filter((row) => isData(row) && row.isDiffering);
  const others = runs.filter((run) => data.some((row) => valueAt(row, run) !== valueAt(row, baseline)));
  if (others.length === 0) return undefined;
  const [first = 0] = others;
  return others.length === 1
    ? `${names[first]} used other data than the baseline`
    : `${others.length} runs used other data than the baseline`;
}
