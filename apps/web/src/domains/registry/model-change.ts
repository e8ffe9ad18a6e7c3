"use client";
import type { Output } from "@plumbline/contracts/operation";
import type { changeTier } from "@plumbline/contracts/registry/model";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { refreshModels } from "./queries.ts";

interface ChangeOptions<Input, Answer> {
  onDone?: (answer: Answer, input: Input) => void;
  /** Says that it failed in a message; forms show their errors themselves and leave it out. */
  failure?: string;
}

/** A change of models; whatever shows them reads again after it. */
export function useModelChange<Input, Answer>(
  change: (api: WorkspaceApi, input: Input) => Promise<Answer>,
  { onDone, failure }: ChangeOptions<Input, Answer> = {},
) {
  const api = useApi();
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (input: Input) => change(api, input),
    onSuccess: async (answer, input) => {
      await refreshModels(client, api);
      onDone?.(answer, input);
    },
    onError: (error, input) => {
      if (failure !== undefined) failToast(failure, error, () => mutation.mutate(input));
    },
  });
  return mutation;
}

/** Says of a change that a policy may govern that it waits for a decision; returns whether it holds already. */
export function useGovernedNotice(): (outcome: Output<typeof changeTier>, what: string) => boolean {
  const router = useRouter();
  const { workspace } = useApi();
  return ({ isApplied, requestNumber }, what) => {
    if (!isApplied && requestNumber !== null) {
      const open = () => router.push(paths.request(workspace, requestNumber));
      toast({
        tone: "good",
        title: `${what} waits for a decision`,
        detail: `A policy governs this change: request ${requestNumber} asks for it.`,
        action: { label: "Open the request", onAct: open },
      });
    }
    return isApplied;
  };
}
