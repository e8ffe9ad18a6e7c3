import { listRequests } from "@plumbline/contracts/approvals/request";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const waitingShown = 20;

/** Requests that wait for the caller's vote, and how many they are. */
export const waitingQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "requests", "waiting"],
    queryFn: ({ signal }) => api.call(listRequests, { state: "undecided", waitingForMe: "true", limit: waitingShown }, { signal }),
  });
