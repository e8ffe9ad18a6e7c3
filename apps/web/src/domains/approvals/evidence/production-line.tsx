"use client";
import type { Production } from "@plumbline/contracts/evidence/evidence";
import { Button } from "@plumbline/ui/button";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { isGoingOn, useCancelProduction } from "./use-evidence.ts";

/** How far the making of evidence is, or why it failed. */
export function ProductionLine({ production }: { production: Production }) {
  if (!isGoingOn(production)) {
    return <span className="wrap-anywhere text-bad">It could not be produced: {production.message}</span>;
  }
  return (
    <span role="status" className="flex max-w-md items-center gap-2.5">
      <span className="flex w-24 flex-none">
        <ProgressBar label="Progress" share={production.progress} />
      </span>
      <span className="min-w-0">
        {production.message || (production.state === "queued" ? "Waiting for its turn" : "Being produced")}
        {production.state === "running" && `, ${Math.round(100 * production.progress)}%`}
      </span>
    </span>
  );
}

export function CancelProduction({ production }: { production: Production }) {
  const cancel = useCancelProduction(production);
  return (
    <Button size="small" tone="ghost" busy={cancel.isPending} onClick={() => cancel.mutate()}>
      Cancel
    </Button>
  );
}
