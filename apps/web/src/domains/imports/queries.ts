import { getImport, listImportProblems, listImports } from "@plumbline/contracts/imports";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const pageSize = 50;

export const importsQuery = (api: WorkspaceApi) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "imports"],
    queryFn: ({ signal, pageParam }) => api.call(listImports, { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

export const importQuery = (api: WorkspaceApi, importId: string) =>
  queryOptions({
    queryKey: [api.workspace, "import", importId],
    queryFn: ({ signal }) => api.call(getImport, { importId }, { signal }),
  });

export const remarksQuery = (api: WorkspaceApi, importId: string) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "import", importId, "remarks"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listImportProblems, { importId, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
