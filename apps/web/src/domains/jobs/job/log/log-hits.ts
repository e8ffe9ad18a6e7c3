import type { LogLine } from "@plumbline/contracts/jobs/log";
import { shownText } from "./shown-text.ts";

/** What a search found: numbers of lines, rising. */
export interface Hits {
  lines: readonly number[];
  /** How many there are; more than `lines` holds where it was cut. */
  total: number;
  isCut: boolean;
}

/** What the server found up to a line, and what stands in the lines that came after it. */
export function hitsWith(found: Hits & { upTo: number }, tail: readonly LogLine[], search: string): Hits {
  const what = search.toLowerCase();
  const known = new Set(found.lines);
  // The server may have seen some of the lines that came meanwhile.
  const isNew = (number: number) => number >= found.upTo && !known.has(number);
  const added = tail.filter(({ number, text }) => isNew(number) && shownText(text).toLowerCase().includes(what));
  const total = found.total + added.length;
  // Beyond a cut the hits in between are not known.
  if (found.isCut) return { lines: found.lines, total, isCut: true };
  return { lines: [...found.lines, ...added.map(({ number }) => number)], total, isCut: false };
}

/** The place, among the hits, of the next one after a line, or of the last one before it; around the ends. */
export function stepHit(lines: readonly number[], line: number | undefined, by: 1 | -1): number | undefined {
  if (lines.length === 0) return undefined;
  if (line === undefined) return by === 1 ? 0 : lines.length - 1;
  if (by === 1) {
    // Past the last one, the first.
    return Math.max(
      0,
      lines.findIndex((number) => number > line),
    );
  }
  const before = lines.findLastIndex((number) => number < line);
  return before < 0 ? lines.length - 1 : before;
}

/** `39 of 1,204`, `none`: where one is among the hits. */
export function hitText({ lines, total }: Hits, line: number | undefined): string {
  if (total === 0) return "none";
  const at = line === undefined ? -1 : lines.indexOf(line);
  const count = new Intl.NumberFormat("en-GB").format(total);
  return at < 0 ? `${count} found` : `${at + 1} of ${count}`;
}
