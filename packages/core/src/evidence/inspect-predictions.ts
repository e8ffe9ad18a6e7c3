import { type EvidenceUpload, evidenceFileLimits } from "@plumbline/contracts/evidence/evidence";
import { countRows, LakeError } from "@plumbline/lake";
import type { HeldBlob } from "../artifacts/index.ts";
import { AppError, type Deps } from "../kernel/index.ts";
import { withLocalTable } from "./local-table.ts";

/** Whoever uploads waits for it on an open connection, which rests for at most two minutes. */
const timeLimitMs = 90_000;
/** What of a column's name is kept; one that is longer cannot be named anyway. */
const nameMaxCharacters = 250;

/** The columns of an uploaded table, and how many rows it has; refused where it is no table. */
export async function inspectPredictions(
  deps: Deps,
  { workspaceId, blob, signal }: { readonly workspaceId: number; readonly blob: HeldBlob; readonly signal?: AbortSignal | undefined },
): Promise<Pick<EvidenceUpload, "columns" | "rows">> {
  try {
    return await withLocalTable(deps, { stored: { workspaceId, ...blob }, reading: { signal, timeLimitMs } }, async (table) => {
      const typed = await table.typed(table.columns);
      const rows = await countRows(table);
      if (rows > evidenceFileLimits.predictionsRows) throw tooManyRows(rows);
      return { columns: typed.map(({ name, type }) => ({ name: name.slice(0, nameMaxCharacters), type })), rows };
    });
  } catch (error) {
    throw error instanceof LakeError ? fromLake(error) : error;
  }
}

const tooManyRows = (rows: number): AppError =>
  new AppError("invalid", `The table has ${rows} rows; ${evidenceFileLimits.predictionsRows} are allowed. Send a sample of them.`, {
    params: { reason: "predictions-rows", status: 413, max: evidenceFileLimits.predictionsRows },
  });

function fromLake(error: LakeError): AppError {
  if (error.code === "unavailable" || error.code === "aborted") return new AppError("unavailable", error.message, { cause: error });
  return new AppError("invalid", `Predictions are a table in CSV or Parquet. ${error.message}`, {
    cause: error,
    params: { reason: "predictions-file", status: 415 },
  });
}
