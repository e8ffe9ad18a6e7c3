/** A place in a text; lines and columns begin at 1, as the server counts them. */
export interface Place {
  line: number;
  column: number;
}

export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}

/** Where a place is in the text; what lies beyond a line, or beyond the last one, is its end. */
export function offsetAt(text: string, { line, column }: Place): number {
  const lines = text.split("\n");
  if (line > lines.length) return text.length;
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  return start + Math.min(Math.max(0, column - 1), lines[line - 1]?.length ?? 0);
}

/** What a new line begins with: the indentation of the line it follows, deeper after a key that opens a block. */
export function nextIndent(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  const indent = /^ */.exec(line)?.[0] ?? "";
  return /:\s*$/.test(line) && line.trim() !== "" ? `${indent}${/^\s*-/.test(line) ? "    " : "  "}` : indent;
}
