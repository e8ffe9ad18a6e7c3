import { AppError } from "../kernel/index.ts";

export type TableFormat = "csv" | "parquet";

const endings: readonly (readonly [ending: RegExp, format: TableFormat])[] = [
  [/\.csv$/i, "csv"],
  [/\.(parquet|pq)$/i, "parquet"],
];

/** The format that a file's name says. */
export function formatOfName(name: string): TableFormat {
  const format = endings.find(([ending]) => ending.test(name))?.[1];
  if (!format)
    throw refused(`"${name}" is neither a CSV nor a Parquet file by its name. Send a file whose name ends with .csv or .parquet.`);
  return format;
}

/** A file's last path segment, without what has no place in a name. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return name.replace(/[\u0000-\u001f\u007f]/g, "").replace(/^.*[\\/]/, "");
}

const magic = "PAR1";
export const magicBytes = magic.length;

const otherFormats: readonly { readonly bytes: readonly number[]; readonly name: string }[] = [
  { bytes: [0x1f, 0x8b], name: "compressed with gzip" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: "compressed with zstd" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "a ZIP archive or a spreadsheet" },
  { bytes: [0xff, 0xfe], name: "text in UTF-16" },
  { bytes: [0xfe, 0xff], name: "text in UTF-16" },
];

/** Refuses a file whose first bytes are not of the format. */
export function checkHead(head: Uint8Array, format: TableFormat): void {
  if (head.length === 0) throw refused("The file is empty. Send a file with at least the line that names its columns.", 400);
  const isParquet = Buffer.from(head).toString("latin1", 0, magicBytes) === magic;
  if (format === "parquet") {
    if (!isParquet) throw refused("The file is no Parquet file: it does not begin as one.");
    return;
  }
  if (isParquet) throw refused("The file is Parquet, but its name says CSV. Send it under a name that ends with .parquet.");
  const other = otherFormats.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (other) throw refused(`The file is ${other.name}. Send it as CSV in UTF-8, or as Parquet.`);
  if (head.includes(0)) throw refused("The file holds binary data, so it is no CSV file.");
}

/** Refuses a file whose last bytes are not of the format. */
export function checkTail(tail: Uint8Array, format: TableFormat): void {
  if (format === "csv" || Buffer.from(tail).toString("latin1") === magic) return;
  throw refused("The Parquet file is incomplete: its end is missing. Send it again.");
}

const refused = (detail: string, status = 415): AppError =>
  new AppError("invalid", detail, { params: { reason: "dataset-file", status }, fields: [{ path: "name", message: detail }] });
