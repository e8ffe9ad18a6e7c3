export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  /** Number in the text before, and after; undefined on the side that lacks the line. */
  before: number | undefined;
  after: number | undefined;
}

/** Cells of the table that finds the longest common part; beyond it the middle counts as replaced. */
const cellsMax = 4_000_000;

/** What was taken out and put in, line by line: as few lines as can be, those taken out before those put in. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const head = commonHead(old, now);
  const tail = commonTail(old.slice(head), now.slice(head));
  const middle = { old: old.slice(head, old.length - tail), now: now.slice(head, now.length - tail) };
  const kept = middle.old.length * middle.now.length > cellsMax ? [] : commonLines(middle.old, middle.now);
  const anchors = [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...kept.map(([a, b]) => [a + head, b + head] as const),
    ...Array.from({ length: tail }, (_, at) => [old.length - tail + at, now.length - tail + at] as const),
    [old.length, now.length] as const,
  ];
  return betweenAnchors(old, now, anchors);
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

function commonHead(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count] === b[count]) count++;
  return count;
}

const commonTail = (a: readonly string[], b: readonly string[]): number => commonHead([...a].reverse(), [...b].reverse());

type Pair = readonly [before: number, after: number];

/** How much two texts have in common from any two lines on: the classic table of the longest common subsequence. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  return lengthAt;
}

/** The longest common subsequence, as pairs of places. */
function commonLines(a: readonly string[], b: readonly string[]): Pair[] {
  const lengthAt = commonLengths(a, b);
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function betweenAnchors(old: readonly string[], now: readonly string[], anchors: readonly Pair[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of anchors) {
    for (; i < a; i++) lines.push({ kind: "removed", text: old[i] ?? "", before: i + 1, after: undefined });
    for (; j < b; j++) lines.push({ kind: "added", text: now[j] ?? "", before: undefined, after: j + 1 });
    if (a < old.length) lines.push({ kind: "same", text: old[i] ?? "", before: ++i, after: ++j });
  }
  return lines;
}

/** Numbers of the lines that a text has and the one before it has not. */
export function addedLines(diff: readonly DiffLine[]): ReadonlySet<number> {
  return new Set(diff.flatMap(({ kind, after }) => (kind === "added" && after !== undefined ? [after] : [])));
}

/** `3 lines added, 2 removed`; undefined where nothing differs. */
export function diffText(diff: readonly DiffLine[]): string | undefined {
  const count = (kind: DiffLine["kind"]) => diff.filter((line) => line.kind === kind).length;
  const [added, removed] = [count("added"), count("removed")];
  if (added + removed === 0) return undefined;
  const parts = [
    ...(added > 0 ? [`${added} ${added === 1 ? "line" : "lines"} added`] : []),
    ...(removed > 0 ? [`${removed} ${added > 0 ? "" : removed === 1 ? "line " : "lines "}removed`] : []),
  ];
  return parts.join(", ");
}
