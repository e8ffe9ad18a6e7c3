import { listRequests } from "@plumbline/contracts/approvals/request";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const requestPage = 100;

/** The newest undecided requests, for those who look for what needs them. */
export const undecidedQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "requests", "undecided"],
    queryFn: ({ signal }) => api.call(listRequests, { state: "undecided", limit: requestPage }, { signal }),
  });
