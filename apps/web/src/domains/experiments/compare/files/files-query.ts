import { type ArtifactEntry, listRunArtifacts } from "@plumbline/contracts/artifacts";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** Folders that are looked into, those near the root first; and files in each. */
const mostFolders = 40;
const mostInFolder = 1_000;

export interface RunFiles {
  files: readonly ArtifactEntry[];
  /** There are more than were looked at. */
  isCut: boolean;
}

/** The files of a run, folder by folder from the root. */
export const filesQuery = (api: WorkspaceApi, runId: string) =>
  queryOptions({
    queryKey: [api.workspace, "artifacts", runId, "all"],
    queryFn: async ({ signal }): Promise<RunFiles> => {
      const list = (path: string) => api.call(listRunArtifacts, { runId, path, limit: mostInFolder }, { signal });
      const files: ArtifactEntry[] = [];
      let isCut = false;
      let level = [""];
      let read = 0;
      while (level.length > 0) {
        const now = level.slice(0, mostFolders - read);
        isCut ||= now.length < level.length;
        read += now.length;
        const pages = await Promise.all(now.map(list));
        const entries = pages.flatMap(({ items }) => items);
        isCut ||= pages.some(({ nextCursor }) => nextCursor !== null);
        files.push(...entries.filter(({ isDirectory }) => !isDirectory));
        level = now.length === 0 ? [] : entries.filter(({ isDirectory }) => isDirectory).map(({ path }) => path);
      }
      return { files, isCut };
    },
  });
