"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { refreshClusters } from "./queries.ts";

/** A change of a cluster: what shows clusters reads again, then `onDone`. */
export function useChange<Given, Result>(change: (api: WorkspaceApi, given: Given) => Promise<Result>, onDone?: (result: Result) => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => change(api, given),
    onSuccess: async (result) => {
      await refreshClusters(client, api);
      onDone?.(result);
    },
  });
}
