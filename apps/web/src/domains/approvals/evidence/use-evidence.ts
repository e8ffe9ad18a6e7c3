"use client";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { Evidence, ProduceInput, Production } from "@plumbline/contracts/evidence/evidence";
import { cancelProduction, produceEvidence } from "@plumbline/contracts/evidence/evidence";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { evidenceQuery, productionsQuery } from "../queries.ts";
import { useRequest } from "../request/request-context.tsx";
import { type VersionName, versionOf } from "../subject.ts";

const nobody: VersionName = { model: "", version: 0 };

/** The version that the request is about. */
export function useVersionName(): VersionName | undefined {
  return versionOf(useRequest().subject);
}

/** The newest evidence of a kind on these bytes; of a decided request, the evidence that it was decided on. */
export function useNewestEvidence(): (kind: Clause["kind"]) => Evidence | undefined {
  const { clauseList, decision } = useRequest();
  const version = useVersionName();
  const { data } = useQuery({ ...evidenceQuery(useApi(), version ?? nobody), enabled: version !== undefined });
  const used = new Set(clauseList.map(({ evidenceId }) => evidenceId));
  return (kind) => data?.items.find((item) => item.kind === kind && (decision === null || used.has(item.id)));
}

export const isGoingOn = ({ state }: Pick<Production, "state">): boolean => state === "queued" || state === "running";

/** The latest production of each kind that is going on, or failed after the evidence there is. */
export function useProductions(): (clause: Pick<Clause, "kind" | "producedAt">) => Production | undefined {
  const version = useVersionName();
  const { data } = useQuery({ ...productionsQuery(useApi(), version ?? nobody), enabled: version !== undefined });
  return ({ kind, producedAt }) => {
    const last = data?.items.find((item) => item.kind === kind);
    if (!last) return;
    const isNews = last.state === "failed" && (producedAt === null || Date.parse(producedAt) < Date.parse(last.requestedAt));
    return isGoingOn(last) || isNews ? last : undefined;
  };
}

/** Starts productions on the request's version. */
export function useProduce(onDone?: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const version = useVersionName() ?? nobody;
  return useMutation({
    mutationFn: (inputs: readonly ProduceInput[]) =>
      Promise.all(inputs.map((produce) => api.call(produceEvidence, { ...version, produce }))),
    onSuccess: () => onDone?.(),
    onSettled: () => client.invalidateQueries({ queryKey: [api.workspace, "productions"] }),
  });
}

export function useCancelProduction(production: Production) {
  const api = useApi();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.call(cancelProduction, { productionId: production.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "productions"] }),
    onError: (error) => failToast("It goes on", error, () => cancel.mutate()),
  });
  return cancel;
}
