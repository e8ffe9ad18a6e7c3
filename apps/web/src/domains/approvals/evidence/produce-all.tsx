"use client";
import { Button } from "@plumbline/ui/button";
import { Play } from "lucide-react";
import { failToast } from "#src/components/fail-toast.ts";
import { isMet, settlingOf } from "../request/clause-order.ts";
import { useRequest } from "../request/request-context.tsx";
import { atOnceInput } from "./at-once.ts";
import { isGoingOn, useProduce, useProductions } from "./use-evidence.ts";

/** Starts everything that is unmet and that the platform makes without being told more. */
export function ProduceAll() {
  const { clauseList, me } = useRequest();
  const productionOf = useProductions();
  const produce = useProduce();
  const isFree = (clause: (typeof clauseList)[number]) => {
    const production = productionOf(clause);
    return !(production && isGoingOn(production));
  };
  const waiting = clauseList.filter((clause) => !isMet(clause) && settlingOf(clause) === "at-once" && isFree(clause));
  const inputs = waiting.flatMap((clause) => atOnceInput(clause) ?? []);
  if (!me.mayProduceEvidence || inputs.length === 0) return null;
  const start = () => produce.mutate(inputs, { onError: (error) => failToast("Evidence could not be produced", error, start) });
  return (
    <Button tone="primary" busy={produce.isPending} onClick={start}>
      <Play className="icon-small" aria-hidden="true" />
      Produce evidence
    </Button>
  );
}
