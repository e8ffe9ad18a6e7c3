import { listSecrets } from "@plumbline/contracts/secrets/secret";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export const secretsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "secrets"],
    queryFn: ({ signal }) => api.call(listSecrets, {}, { signal }),
  });
