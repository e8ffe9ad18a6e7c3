import { parseCsvHeader } from "./csv-header.ts";
import { inferCsvTypes } from "./csv-types.ts";
import { type Engine, withEngine } from "./engine.ts";
import { type InspectedFile, inspectFile, maxHeadBytes, type TableFormat } from "./inspect-file.ts";
import { LakeError } from "./lake-error.ts";
import { literalPattern, quoteLiteral } from "./quote.ts";
import { type PlainType, plainTypeOf } from "./scalar.ts";

/** What reading a table may take, unless the caller says less or more. */
export const tableLimits = {
  maxBytes: 4_294_967_296,
  maxColumns: 2_000,
  maxLineBytes: maxHeadBytes,
  memoryLimitBytes: 536_870_912,
  temporaryLimitBytes: 17_179_869_184,
  timeLimitMs: 600_000,
  threads: 2,
} as const;

export interface TableSource {
  /** A regular file; a link is refused. Its content need not be trusted. */
  readonly path: string;
  /** By default what the file's first bytes say. */
  readonly format?: TableFormat;
  readonly signal?: AbortSignal;
  /** For all the work on the table together. */
  readonly timeLimitMs?: number;
  readonly maxBytes?: number;
  readonly maxColumns?: number;
  readonly memoryLimitBytes?: number;
  readonly temporaryLimitBytes?: number;
  readonly temporaryDirectory?: string;
  readonly threads?: number;
}

/** A column goes into statements by its position, never by the name that the file gives it. */
export interface Column {
  readonly id: string;
  readonly name: string;
}

export interface TypedColumn extends Column {
  readonly type: PlainType;
  /** What the engine calls the type, such as `DECIMAL(18,3)`. */
  readonly storedType: string;
}

/** An open table: valid until the work that `withTable` was given ends. */
export interface Table {
  readonly format: TableFormat;
  readonly sizeBytes: number;
  readonly columns: readonly Column[];
  /** The types of these columns; of a CSV file they are found by reading all of it. */
  readonly typed: (columns: readonly Column[]) => Promise<TypedColumn[]>;
  readonly engine: Engine;
}

/**
 * Opens a CSV or Parquet file, does the work and closes it again, whatever happens. The first line of a CSV file names its columns;
 * it is UTF-8, with `"` around cells that hold a delimiter or a line's end; only an empty cell is a missing value.
 */
export async function withTable<T>(source: TableSource, work: (table: Table) => Promise<T>): Promise<T> {
  const { path, format, ...given } = source;
  const options = { ...tableLimits, ...given };
  const file = await inspectFile(path, { format, maxBytes: options.maxBytes });
  return await withEngine({ ...options, file: file.path, format: file.format }, async (engine) => {
    const open = file.format === "csv" ? openCsv : openParquet;
    return await work(await open(engine, file, options.maxColumns));
  });
}

const idOf = (index: number): string => `c${index}`;

async function openCsv(engine: Engine, file: InspectedFile, maxColumns: number): Promise<Table> {
  const { delimiter, names } = parseCsvHeader(file.head, { isWhole: file.head.length === file.sizeBytes, maxColumns });
  const columns = names.map((name, index) => ({ id: idOf(index), name }));
  const schema = columns.map(({ id }) => `${id}: 'VARCHAR'`).join(", ");
  await engine.rows(
    `CREATE VIEW data AS SELECT * FROM read_csv(${quoteLiteral(literalPattern(file.path))}, auto_detect = false, columns = {${schema}},
       delim = ${quoteLiteral(delimiter)}, quote = '"', escape = '"', header = true, skip = 0, comment = '', compression = 'none',
       strict_mode = true, null_padding = false, hive_partitioning = false, max_line_size = ${tableLimits.maxLineBytes})`,
  );
  return {
    engine,
    columns,
    format: "csv",
    sizeBytes: file.sizeBytes,
    typed: async (asked) => {
      const stored = await inferCsvTypes(
        engine,
        asked.map(({ id }) => id),
      );
      return asked.map((column, index) => typedColumn(column, stored[index] ?? "VARCHAR"));
    },
  };
}

async function openParquet(engine: Engine, file: InspectedFile, maxColumns: number): Promise<Table> {
  const scan = `read_parquet(${quoteLiteral(literalPattern(file.path))}, hive_partitioning = false)`;
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${scan}`);
  if (described.length > maxColumns) {
    throw new LakeError("too-large", `The file has ${described.length} columns; at most ${maxColumns} are read.`);
  }
  const columns = described.map(([name, type], index) => typedColumn({ id: idOf(index), name: String(name) }, String(type)));
  await engine.rows(`CREATE VIEW data(${columns.map(({ id }) => id).join(", ")}) AS SELECT * FROM ${scan}`);
  const typeOf = new Map(columns.map((column) => [column.id, column.storedType]));
  return {
    engine,
    columns,
    format: "parquet",
    sizeBytes: file.sizeBytes,
    typed: async (asked) => asked.map((column) => typedColumn(column, typeOf.get(column.id) ?? "VARCHAR")),
  };
}

const typedColumn = ({ id, name }: Column, storedType: string): TypedColumn => ({ id, name, storedType, type: plainTypeOf(storedType) });

/** The column's value as SQL, in its type: a CSV file's cells come as text. */
export function typedValue(table: Pick<Table, "format">, { id, storedType }: TypedColumn): string {
  return table.format === "csv" && storedType !== "VARCHAR" ? `TRY_CAST(${id} AS ${storedType})` : id;
}
