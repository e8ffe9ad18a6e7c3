/** Bytes of UTF-8 that one line has at most; longer ones are cut into pieces. */
const maxLineBytes = 32 * 1024;
/** Of what a carriage return overwrites, one state in this time is kept. */
const overwrittenMs = 1000;

export interface Piece {
  readonly text: string;
  /** The next piece goes on where this one was cut. */
  readonly isContinued: boolean;
}

export interface LineSplitter {
  push(text: string): Piece[];
  /** The line that has no end. */
  end(): Piece[];
}

/** Cuts between characters. A text of `maxLineBytes` is not cut. */
function cut(text: string): string[] {
  if (text.length * 3 <= maxLineBytes) return [text];
  const bytes = Buffer.from(text);
  const pieces: string[] = [];
  let from = 0;
  while (bytes.length - from > maxLineBytes) {
    let to = from + maxLineBytes;
    while (((bytes[to] ?? 0) & 0xc0) === 0x80) to -= 1;
    pieces.push(bytes.toString("utf8", from, to));
    from = to;
  }
  return [...pieces, bytes.toString("utf8", from)];
}

/** No database takes NUL characters. */
const clean = (text: string): string => text.replaceAll("\0", "\uFFFD");
const whole = (text: string): Piece[] =>
  cut(clean(text)).map((piece, index, all) => ({ text: piece, isContinued: index < all.length - 1 }));

/** What is left to see of a line in which carriage returns go back to its beginning. */
const lastState = (line: string): string => (line.includes("\r") ? (line.split("\r").findLast((state) => state !== "") ?? "") : line);

export function createSplitter(now: () => number): LineSplitter {
  let rest = "";
  let shownAt = Number.NEGATIVE_INFINITY;
  const overwritten = (): Piece[] => {
    // A carriage return at the end may be the first half of a line end.
    const at = rest.lastIndexOf("\r", rest.length - 2);
    if (at === -1) return [];
    const state = lastState(rest.slice(0, at));
    rest = rest.slice(at + 1);
    if (state === "" || now() - shownAt < overwrittenMs) return [];
    shownAt = now();
    return whole(state);
  };
  return {
    push(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      const ended = lines.flatMap((line) => whole(lastState(line)));
      const shown = overwritten();
      const begun = cut(rest);
      rest = begun.pop() ?? "";
      return [...ended, ...shown, ...begun.map((piece) => ({ text: clean(piece), isContinued: true }))];
    },
    end() {
      const line = rest;
      rest = "";
      return line === "" ? [] : whole(lastState(line));
    },
  };
}
