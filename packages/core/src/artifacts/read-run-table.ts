import { createWriteStream } from "node:fs";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type ArtifactTable, tableBytesMax, tableColumnsMax } from "@plumbline/contracts/artifacts";
import { countRows, LakeError, previewRows, withTable } from "@plumbline/lake";
import { AppError, type Caller, type Deps } from "../kernel/index.ts";
import { runArtifactPath } from "./list-artifacts.ts";
import { type ArtifactContent, readArtifact } from "./transfer-artifacts.ts";

interface TableQuery {
  readonly runId: string;
  readonly path: string;
  readonly offset: number;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** Tables that one process reads at the same time: each may need this memory. */
const atOnce = 2;
const memoryLimitBytes = 134_217_728;
const timeLimitMs = 20_000;
/** Room that is left free beside a copy. */
const spareBytes = 268_435_456;

let underway = 0;

/** Some rows of a run's CSV or Parquet file, read from a copy that is gone afterwards. */
export async function readRunTable(deps: Deps, caller: Caller, asked: TableQuery): Promise<ArtifactTable> {
  const content = await readArtifact(deps, caller, { path: await runArtifactPath(deps, caller, asked) });
  if (content.sizeBytes > tableBytesMax) throw tooLarge(content.sizeBytes);
  if (underway >= atOnce) throw busy();
  underway += 1;
  try {
    return await withCopy(content, asked, (file) => readRows(file, asked));
  } catch (error) {
    throw error instanceof LakeError ? fromLake(error) : error;
  } finally {
    underway -= 1;
  }
}

async function readRows(file: string, { limit, offset, signal }: TableQuery): Promise<ArtifactTable> {
  const source = { path: file, memoryLimitBytes, timeLimitMs, threads: 1, maxColumns: tableColumnsMax, ...(signal ? { signal } : {}) };
  return withTable(source, async (table) => {
    const { columns, rows, hasMore } = await previewRows(table, { limit, offset });
    return {
      format: table.format,
      sizeBytes: table.sizeBytes,
      totalRows: await countRows(table),
      columns: [...columns],
      rows: rows.map((row) => [...row]),
      hasMore,
    };
  });
}

async function withCopy<T>(content: ArtifactContent, { signal }: TableQuery, work: (file: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-table-"));
  try {
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < content.sizeBytes + spareBytes) throw noRoom();
    const file = path.join(directory, "table");
    const target = createWriteStream(file, { flags: "wx", mode: 0o600 });
    await pipeline(await content.open(), target, signal ? { signal } : {});
    return await work(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const tooLarge = (sizeBytes: number): AppError =>
  new AppError(
    "invalid",
    `The file has ${sizeBytes} bytes; tables of up to ${tableBytesMax} are shown. Download it, or log a smaller one.`,
    {
      params: { reason: "table-too-large", status: 413, max: tableBytesMax },
    },
  );

const busy = (): AppError =>
  new AppError("unavailable", "Other tables are being read at this moment. Try again.", {
    params: { reason: "tables-busy", retryAfterSeconds: 1 },
  });

const noRoom = (): AppError =>
  new AppError("unavailable", "The disk for temporary files has no room for the table. Tell the platform team.", {
    params: { reason: "temporary-space", retryAfterSeconds: 60 },
  });

function fromLake(error: LakeError): AppError {
  if (error.code === "unavailable" || error.code === "aborted") return new AppError("unavailable", error.message, { cause: error });
  return new AppError("invalid", `The file cannot be shown as a table. ${error.message}`, {
    cause: error,
    params: { reason: "table-unreadable", status: 415 },
  });
}
