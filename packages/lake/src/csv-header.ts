import { isUtf8 } from "node:buffer";
import { LakeError } from "./lake-error.ts";
import { withoutNul } from "./scalar.ts";

export interface CsvHeader {
  readonly delimiter: string;
  /** In the file's order, each once. */
  readonly names: readonly string[];
}

const delimiters = [",", ";", "\t", "|"] as const;

/**
 * The first line of a CSV file names its columns. The delimiter is that of `,` `;` tab `|` which occurs most often in it
 * outside quotes; a line without any is one column. A column without a name is called after its place, and a repeated
 * name gets a number, so that every column can be asked for.
 */
export function parseCsvHeader(head: Buffer, { isWhole, maxColumns }: { isWhole: boolean; maxColumns: number }): CsvHeader {
  const bytes = firstLine(head, isWhole);
  if (!isUtf8(bytes)) throw malformed("is not UTF-8; save the file with the encoding UTF-8");
  const line = withoutNul(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  if (line.trim() === "") throw malformed("is blank; it must name the columns");
  const delimiter = mostFrequent(line);
  const cells = split(line, delimiter);
  if (cells.length > maxColumns) {
    throw new LakeError("too-large", `The file has ${cells.length} columns; at most ${maxColumns} are read.`);
  }
  return { delimiter, names: unique(cells.map((cell, index) => unquote(cell) || `column ${index + 1}`)) };
}

const malformed = (problem: string): LakeError => new LakeError("malformed", `Line 1 of the CSV file ${problem}.`, { place: { line: 1 } });

const code = { quote: 0x22, lineFeed: 0x0a, carriageReturn: 0x0d } as const;

function firstLine(head: Buffer, isWhole: boolean): Buffer {
  let isQuoted = false;
  for (const [index, byte] of head.entries()) {
    if (byte === code.quote) isQuoted = !isQuoted;
    else if (!isQuoted && (byte === code.lineFeed || byte === code.carriageReturn)) return head.subarray(0, index);
  }
  if (!isWhole) throw new LakeError("too-large", `Line 1 of the CSV file is longer than ${head.length} bytes.`, { place: { line: 1 } });
  if (isQuoted) throw malformed("has a quote that is not closed");
  return head;
}

function mostFrequent(line: string): string {
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ",";
}

function split(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '"') isQuoted = !isQuoted;
    if (isQuoted || line[index] !== delimiter) continue;
    cells.push(line.slice(start, index));
    start = index + 1;
  }
  return [...cells, line.slice(start)];
}

function unquote(cell: string): string {
  const trimmed = cell.trim();
  return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed;
}

function unique(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let chosen = name;
    for (let count = 2; seen.has(chosen); count++) {
      const next = `${name} (${count})`;
      if (!taken.has(next)) chosen = next;
    }
    seen.add(chosen);
    return chosen;
  });
}
