import { type ArtifactEntry, listRunArtifacts, readRunArtifact } from "@plumbline/contracts/artifacts";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import { previewBytes } from "./preview-kind.ts";

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

/** The beginning of a text file. Files are named by their digest here: what overwrites one is read anew. */
export const textQuery = (api: WorkspaceApi, runId: string, entry: ArtifactEntry) =>
  queryOptions({
    queryKey: [api.workspace, "artifacts", runId, "text", entry.path, entry.sha256],
    queryFn: async ({ signal }) => {
      const isEmpty = entry.sizeBytes === 0;
      const headers: Record<string, string> = isEmpty ? {} : { range: `bytes=0-${previewBytes - 1}` };
      const response = await fetch(contentAddress(api, runId, entry.path), { signal, headers });
      if (!response.ok) throw new Error(`the file was answered with ${response.status}`);
      return { text: await response.text(), isCut: (entry.sizeBytes ?? 0) > previewBytes };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
