/** Bytes of UTF-8 that one line has at most; longer ones are cut into pieces. */
const maxLineBytes = 32 * 1024;

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

const whole = (texts: readonly string[]): Piece[] => texts.map((text, index) => ({ text, isContinued: index < texts.length - 1 }));

/** Text without what a line's end leaves on it and what no database takes. */
const clean = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line).replaceAll("\0", "\uFFFD");

export function createSplitter(): LineSplitter {
  let rest = "";
  return {
    push(text) {
      const lines = (rest + text).split("\n");
      const last = cut(lines.pop() ?? "");
      rest = last.pop() ?? "";
      const begun = last.map((piece) => ({ text: clean(piece), isContinued: true }));
      return [...lines.flatMap((line) => whole(cut(clean(line)))), ...begun];
    },
    end() {
      const line = rest;
      rest = "";
      return line === "" ? [] : whole(cut(clean(line)));
    },
  };
}
