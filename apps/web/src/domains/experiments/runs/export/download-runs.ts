import { ProblemError } from "@plumbline/contracts/client";
import { type ExportColumn, type ExportFormat, exportRuns } from "@plumbline/contracts/experiments/export-runs";
import { Problem } from "@plumbline/contracts/problem";
import type { RunSearch } from "../../queries.ts";

export interface Download {
  workspace: string;
  search: Pick<RunSearch, "experimentIds" | "filter" | "orderBy" | "view">;
  format: ExportFormat;
  /** Null: all there are. */
  columns: readonly ExportColumn[] | null;
  signal: AbortSignal;
  onProgress: (readBytes: number) => void;
}

/** The whole result as a file. An answer that breaks off is an error, never half a file. */
export async function downloadRuns({ workspace, search, format, columns, signal, onProgress }: Download): Promise<Blob> {
  const { experimentIds, filter, orderBy, view } = search;
  const response = await fetch(`/api/v1${exportRuns.path}`, {
    method: exportRuns.method,
    headers: { "content-type": "application/json", "x-plumbline-workspace": workspace },
    body: JSON.stringify({ experimentIds, filter, orderBy, view, format, columns }),
    signal,
  });
  if (!response.ok || !response.body) throw await problemOf(response);
  const chunks: BlobPart[] = [];
  let readBytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks, { type: response.headers.get("content-type") ?? "" });
    chunks.push(value);
    readBytes += value.byteLength;
    onProgress(readBytes);
  }
}

async function problemOf(response: Response): Promise<Error> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  return parsed.success ? new ProblemError(parsed.data) : new Error(`the download was answered with ${response.status}`);
}
