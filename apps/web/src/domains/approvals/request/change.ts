"use client";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { requestQuery } from "../queries.ts";

/** An act that answers with the request as it is afterwards, which is shown at once. */
export function useRequestAct<Input>(act: (api: WorkspaceApi, input: Input) => Promise<PromotionRequest>, onDone?: () => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => act(api, input),
    onSuccess: (request) => {
      client.setQueryData(requestQuery(api, request.number).queryKey, request);
      void client.invalidateQueries({ queryKey: [api.workspace, "requests"] });
      onDone?.();
    },
  });
}
