"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { refreshQuotas } from "../queries.ts";

/** A change by a form: what shows quotas reads again, then the form closes. */
export function useChange<Given>(change: (api: WorkspaceApi, given: Given) => Promise<unknown>, onClose: () => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => change(api, given),
    onSuccess: async () => {
      await refreshQuotas(client, api);
      onClose();
    },
  });
}
