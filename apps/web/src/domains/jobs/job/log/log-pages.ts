/** Lines are read in pages of so many numbers: page 0 holds the lines 1 to 1000. */
export const pageLines = 1000;

export const firstOfPage = (page: number): number => page * pageLines + 1;

/** The pages that hold the lines `first` to `last`, without those that the tail, which begins at `base`, holds already. */
export function pagesFor({ first, last }: { first: number; last: number }, base: number): number[] {
  const end = Math.min(last, base - 1);
  if (end < first) return [];
  const from = Math.floor((first - 1) / pageLines);
  const to = Math.floor((end - 1) / pageLines);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** No browser draws an element higher than some millions of pixels: a longer log is shown in parts of so many lines. */
export const partLines = 400_000;

export const partsOf = (total: number): number => Math.max(1, Math.ceil(total / partLines));
export const partOf = (line: number): number => Math.max(0, Math.floor((line - 1) / partLines));

/** The lines of a part: how many, and the number of the one before its first. */
export function partRange(part: number, total: number): { before: number; count: number } {
  const before = part * partLines;
  return { before, count: Math.max(0, Math.min(partLines, total - before)) };
}
