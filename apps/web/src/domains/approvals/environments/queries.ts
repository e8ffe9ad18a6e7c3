import { listAuthorisations } from "@plumbline/contracts/approvals/environment";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export const authorisationsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "authorisations"],
    queryFn: ({ signal }) => api.call(listAuthorisations, {}, { signal }),
  });
