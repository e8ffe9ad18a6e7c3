import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance, DuckDBTimestampTZValue } from "@duckdb/node-api";
import { LakeError } from "./lake-error.ts";
import { quoteLiteral } from "./quote.ts";

/** `timestamp` takes milliseconds since 1970 and is stored as an instant in UTC; `integer` has 64 bits. */
export type ParquetType = "text" | "number" | "integer" | "timestamp";

export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
}

export type ParquetCell = string | number | null | undefined;

export interface ParquetTable {
  /** Each name once, whatever its case. */
  readonly columns: readonly ParquetColumn[];
  /** Rows in groups, as they come; each has a cell for each column. */
  readonly batches: AsyncIterable<readonly (readonly ParquetCell[])[]>;
  readonly signal?: AbortSignal | undefined;
}

export interface WrittenFile {
  readonly path: string;
  /** Removes the file. */
  readonly remove: () => Promise<void>;
}

/** What writing a table may take; the rows wait in memory and, beyond it, in temporary space. */
const limits = { memoryLimitBytes: 134_217_728, temporaryLimitBytes: 4_294_967_296, threads: 1 } as const;
const engineTypes: Readonly<Record<ParquetType, string>> = {
  text: "VARCHAR",
  number: "DOUBLE",
  integer: "BIGINT",
  timestamp: "TIMESTAMP WITH TIME ZONE",
};

/** Writes a Parquet file of its own folder. What fails on the way, or is given up, leaves nothing behind. */
export async function writeParquet(table: ParquetTable): Promise<WrittenFile> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-export-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const file = path.join(directory, "table.parquet");
    await write(table, { directory, file });
    return { path: file, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function write(table: ParquetTable, to: { directory: string; file: string }): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${limits.memoryLimitBytes}B`,
    threads: String(limits.threads),
    temp_directory: to.directory,
    max_temp_directory_size: `${limits.temporaryLimitBytes}B`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    await fill(connection, table);
    const named = table.columns.map(({ name }, at) => `c${at} AS ${quoteName(name)}`);
    await connection.run(`COPY (SELECT ${named.join(", ")} FROM data) TO ${quoteLiteral(to.file)} (FORMAT parquet, COMPRESSION zstd)`);
    connection.closeSync();
  } catch (error) {
    throw error instanceof Error && /^Out of Memory|No space left|max_temp_directory_size/i.test(error.message) ? exhausted() : error;
  } finally {
    instance.closeSync();
  }
}

/** Columns go by their position: what is called how is said in the file alone. */
async function fill(connection: DuckDBConnection, { columns, batches, signal }: ParquetTable): Promise<void> {
  await connection.run(`CREATE TABLE data (${columns.map(({ type }, at) => `c${at} ${engineTypes[type]}`).join(", ")})`);
  const appender = await connection.createAppender("data");
  for await (const rows of batches) {
    stopIf(signal);
    for (const row of rows) append(appender, columns, row);
    appender.flushSync();
  }
  appender.closeSync();
}

function append(appender: DuckDBAppender, columns: readonly ParquetColumn[], row: readonly ParquetCell[]): void {
  for (const [at, { type }] of columns.entries()) {
    const cell = row[at];
    if (cell === null || cell === undefined) appender.appendNull();
    else if (type === "text") appender.appendVarchar(String(cell));
    else if (type === "number") appender.appendDouble(Number(cell));
    else if (type === "integer") appender.appendBigInt(BigInt(cell));
    else appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(cell) * 1000n));
  }
  appender.endRow();
}

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LakeError("aborted", "Writing the table was given up.", { cause: signal.reason });
}

const exhausted = (): LakeError =>
  new LakeError("exhausted", "The table needs more memory or temporary space than it is given; write fewer columns or rows.");

/** A name as an SQL identifier. */
function quoteName(name: string): string {
  if (name.includes("\0")) throw new TypeError("an SQL identifier holds no NUL");
  return `"${name.replaceAll('"', '""')}"`;
}
