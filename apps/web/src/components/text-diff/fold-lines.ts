import type { DiffLine } from "./line-diff.ts";

/** Lines that are shown, or from where on how many that are the same were left out. */
export type DiffPart = { kind: "lines"; lines: readonly DiffLine[] } | { kind: "fold"; start: number; count: number };

const around = 3;

/** Keeps three lines around each change; longer stretches of what is the same are folded. */
export function foldLines(diff: readonly DiffLine[]): DiffPart[] {
  const isNear = new Array<boolean>(diff.length).fill(false);
  for (const [at, { kind }] of diff.entries()) {
    if (kind === "same") continue;
    isNear.fill(true, Math.max(0, at - around), at + around + 1);
  }
  const parts: DiffPart[] = [];
  let start = 0;
  for (let at = 1; at <= diff.length; at += 1) {
    if (at < diff.length && isNear[at] === isNear[start]) continue;
    const lines = diff.slice(start, at);
    // A fold of one line takes as much room as the line.
    parts.push(isNear[start] || lines.length < 2 ? { kind: "lines", lines } : { kind: "fold", start, count: lines.length });
    start = at;
  }
  return diff.length === 0 ? [] : parts;
}
