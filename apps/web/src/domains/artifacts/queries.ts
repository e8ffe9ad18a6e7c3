import { type ArtifactEntry, listRunArtifacts, readRunArtifact, readRunTable } from "@plumbline/contracts/artifacts";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import { readModelFile } from "./model-file.ts";
import { previewBytes, wholeJsonBytes } from "./preview-kind.ts";

const directoryMax = 1_000;

/** One directory of a run's files; `isCut` where it holds more than are listed. */
export const directoryQuery = (api: WorkspaceApi, runId: string, path: string) =>
  queryOptions({
    queryKey: [api.workspace, "artifacts", runId, "directory", path],
    queryFn: async ({ signal }) => {
      const page = await api.call(listRunArtifacts, { runId, path, limit: directoryMax }, { signal });
      return { items: page.items, isCut: page.nextCursor !== null };
    },
  });

export const contentAddress = (api: WorkspaceApi, runId: string, path: string): string => api.href(readRunArtifact, { runId, path });
export const downloadAddress = (api: WorkspaceApi, runId: string, path: string): string =>
  api.href(readRunArtifact, { runId, path, download: "true" });

export const tablePageRows = 100;

/** Rows of a CSV or Parquet file; those before stay in sight until the next ones are there. */
export const tableQuery = (api: WorkspaceApi, runId: string, { entry, offset }: { entry: ArtifactEntry; offset: number }) =>
  queryOptions({
    queryKey: [api.workspace, "artifacts", runId, "table", entry.path, entry.sha256, offset],
    queryFn: ({ signal }) => api.call(readRunTable, { runId, path: entry.path, offset, limit: tablePageRows }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A part of a text is worth reading, a part of JSON is not: that is read whole up to a larger limit. */
function textBytesOf({ path, sizeBytes }: ArtifactEntry): number {
  return path.endsWith(".json") && (sizeBytes ?? 0) <= wholeJsonBytes ? wholeJsonBytes : previewBytes;
}

/** The beginning of a text file. Files are named by their digest here: what overwrites one is read anew. */
export const textQuery = (api: WorkspaceApi, runId: string, entry: ArtifactEntry) =>
  queryOptions({
    queryKey: [api.workspace, "artifacts", runId, "text", entry.path, entry.sha256],
    queryFn: async ({ signal }) => {
      const isEmpty = entry.sizeBytes === 0;
      const bytes = textBytesOf(entry);
      const headers: Record<string, string> = isEmpty ? {} : { range: `bytes=0-${bytes - 1}` };
      const response = await fetch(contentAddress(api, runId, entry.path), { signal, headers });
      if (!response.ok) throw new Error(`the file was answered with ${response.status}`);
      return { text: await response.text(), isCut: (entry.sizeBytes ?? 0) > bytes };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the MLmodel file of a folder says; null where it is none. */
export const modelFileQuery = (api: WorkspaceApi, runId: string, entry: ArtifactEntry) =>
  queryOptions({
    queryKey: [api.workspace, "artifacts", runId, "model-file", entry.path, entry.sha256],
    queryFn: async ({ signal }) => {
      const response = await fetch(contentAddress(api, runId, entry.path), { signal });
      return (response.ok && (await readModelFile(await response.text()))) || null;
    },
    enabled: (entry.sizeBytes ?? 0) <= previewBytes,
    staleTime: Number.POSITIVE_INFINITY,
  });
