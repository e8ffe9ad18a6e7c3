"use client";
import { Confirm } from "#src/components/confirm.ts";
import { runsOf } from "./act-words.ts";
import type { Chosen } from "./chosen.ts";
import type { useBulkAct } from "./use-bulk-act.ts";

interface Props {
  kind: "delete" | "stop" | "purge";
  chosen: Chosen;
  act: ReturnType<typeof useBulkAct>;
  onClose: () => void;
}

const questions = {
  delete: { verb: "Delete", text: "They move to the trash, with their metrics and files. They can be restored from there." },
  stop: {
    verb: "Stop",
    text: "Jobs of the platform are cancelled. A run whose script runs elsewhere is only marked killed: its script goes on.",
  },
  purge: {
    verb: "Delete for good",
    text: "Metrics, files, notes and comments go with them; nothing brings them back. Runs that a registered model, a job or another run needs stay.",
  },
};

/** Asks before runs are taken away or stopped; for good only when their number was typed. */
export function AskAct({ kind, chosen, act, onClose }: Props) {
  const { verb, text } = questions[kind];
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={`${verb}: ${runsOf(chosen.count)}`}
      description={text}
      action={verb}
      {...(kind === "purge" ? { name: String(chosen.count) } : {})}
      busy={act.isPending}
      onConfirm={() => act.mutate({ act: { kind }, chosen })}
    />
  );
}
