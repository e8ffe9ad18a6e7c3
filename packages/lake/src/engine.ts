import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DOUBLE, type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance, type Json } from "@duckdb/node-api";
import { LakeError, lakeErrorOf } from "./lake-error.ts";
import { literalPattern, quoteLiteral } from "./quote.ts";

export interface EngineOptions {
  /** The one file that may be read: absolute. */
  readonly file: string;
  readonly format: "csv" | "parquet";
  readonly memoryLimitBytes: number;
  readonly temporaryLimitBytes: number;
  /** Where the engine puts what does not fit in memory; a folder of its own below it, which is gone afterwards. */
  readonly temporaryDirectory?: string | undefined;
  readonly threads: number;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Statements against one file, until the caller gives up or the time is over. */
export interface Engine {
  /** All rows of a small answer; `values` are bound to `$1`, `$2` and so on. */
  readonly rows: (sql: string, values?: readonly number[]) => Promise<Json[][]>;
  /** The rows as they come, in the order of the file. */
  readonly chunks: (sql: string) => AsyncIterable<DuckDBDataChunk>;
}

/** The reason for which work stops early, looked at between statements and when one was interrupted. */
interface Deadline {
  readonly check: () => void;
  readonly reason: () => LakeError | undefined;
  readonly clear: () => void;
}

/** Opens an engine that can read one file and nothing else, and leaves nothing behind. */
export async function withEngine<T>(options: EngineOptions, work: (engine: Engine) => Promise<T>): Promise<T> {
  if (options.signal?.aborted) throw aborted(options.signal);
  const directory = await mkdtemp(path.join(options.temporaryDirectory ?? tmpdir(), "plumbline-lake-")).catch((error: unknown) => {
    throw new LakeError("unavailable", "No temporary folder could be made for the table.", { cause: error });
  });
  try {
    const instance = await DuckDBInstance.create(":memory:", settings(options, directory)).catch((error: unknown) => {
      throw lakeErrorOf(error, options.format);
    });
    try {
      return await withConnection(await instance.connect(), options, work);
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const settings = (options: EngineOptions, directory: string): Record<string, string> => ({
  memory_limit: `${options.memoryLimitBytes}B`,
  threads: String(options.threads),
  temp_directory: directory,
  max_temp_directory_size: `${options.temporaryLimitBytes}B`,
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
});

async function withConnection<T>(connection: DuckDBConnection, options: EngineOptions, work: (engine: Engine) => Promise<T>): Promise<T> {
  const deadline = startDeadline(connection, options);
  try {
    const engine = engineOf(connection, deadline, options.format);
    await lock(engine, options.file);
    return await work(engine);
  } finally {
    deadline.clear();
    connection.closeSync();
  }
}

/** From here on neither the file's content nor a mistake of ours opens another file, the network or an extension. */
async function lock({ rows }: Engine, file: string): Promise<void> {
  const allowed = [...new Set([file, literalPattern(file)])].map(quoteLiteral).join(", ");
  await rows("SET TimeZone = 'UTC'");
  // Compares every expression with every other: minutes for a table of 2,000 columns.
  await rows("SET disabled_optimizers = 'common_subexpressions'");
  await rows(`SET allowed_paths = [${allowed}]`);
  await rows("SET enable_external_access = false");
  await rows("SET lock_configuration = true");
}

function startDeadline(connection: DuckDBConnection, { signal, timeLimitMs }: EngineOptions): Deadline {
  let stopped: LakeError | undefined;
  const stop = (error: LakeError): void => {
    stopped ??= error;
    connection.interrupt();
  };
  const onAbort = (): void => stop(aborted(signal));
  const timer = setTimeout(() => stop(new LakeError("timed-out", `The table was not read within ${timeLimitMs} ms.`)), timeLimitMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    reason: () => stopped,
    check: () => {
      if (stopped) throw stopped;
    },
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

const aborted = (signal: AbortSignal | undefined): LakeError =>
  new LakeError("aborted", "Reading the table was given up.", { cause: signal?.reason });

/** What the engine reports is translated here, and what the caller's own code throws is not. */
function engineOf(connection: DuckDBConnection, deadline: Deadline, format: EngineOptions["format"]): Engine {
  const attempt = async <T>(ask: () => Promise<T>): Promise<T> => {
    deadline.check();
    const answer = await ask().catch((error: unknown) => {
      throw deadline.reason() ?? lakeErrorOf(error, format);
    });
    deadline.check();
    return answer;
  };
  return {
    rows: (sql, values = []) =>
      attempt(async () => {
        const types = values.map(() => DOUBLE);
        return (await connection.runAndReadAll(sql, [...values], types)).getRowsJson();
      }),
    async *chunks(sql) {
      const result = await attempt(() => connection.stream(sql));
      while (true) {
        const chunk = await attempt(() => result.fetchChunk());
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk;
      }
    },
  };
}
