"use client";
import * as contract from "@plumbline/contracts/experiments/bulk-act";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { doneWords } from "./act-words.ts";
import type { Chosen } from "./chosen.ts";
import { bulkActQuery } from "./queries.ts";

/** What is to be done to which runs. */
interface Wish {
  readonly act: Exclude<contract.BulkActKind, { kind: "purge-experiment" }>;
  readonly chosen: Chosen;
}

/** Does something to runs: says so at once where it is done, and shows how it goes where it takes longer or some are refused. */
export function useBulkAct({ onShow, onDone }: { onShow: (actId: string) => void; onDone: (wish: Wish) => void }) {
  const api = useApi();
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (wish: Wish) => send(api, wish),
    onSuccess: (done, wish) => {
      client.setQueryData(bulkActQuery(api, done.id).queryKey, done);
      onDone(wish);
      if (done.finishedAt === null || done.refused > 0) onShow(done.id);
      else toast({ tone: "good", title: doneWords(done), action: undoOf(wish) ?? { label: "Details", onAct: () => onShow(done.id) } });
      return client.invalidateQueries({ queryKey: [api.workspace] });
    },
    onError: (error, wish) => {
      // Another number of runs may match than was known here.
      void client.invalidateQueries({ queryKey: [api.workspace, "runs", "count"] });
      // Forms show it themselves, beside what was typed.
      if (wish.act.kind !== "tag" && wish.act.kind !== "untag" && wish.act.kind !== "move")
        failToast("Nothing was done", error, () => mutation.mutate(wish));
    },
  });
  /** Deleting and restoring undo each other; of tags and places nobody knows any more what they were. */
  const undoOf = ({ act, chosen }: Wish) => {
    const back = act.kind === "delete" ? "restore" : act.kind === "restore" ? "delete" : undefined;
    if (back === undefined || !chosen.runs.runIds) return;
    return { label: "Undo", onAct: () => mutation.mutate({ act: { kind: back }, chosen }) };
  };
  return mutation;
}

function send(api: WorkspaceApi, { act, chosen: { runs, count } }: Wish): Promise<contract.BulkAct> {
  switch (act.kind) {
    case "tag":
      return api.call(contract.tagRuns, { ...runs, key: act.key, value: act.value });
    case "untag":
      return api.call(contract.untagRuns, { ...runs, key: act.key });
    case "move":
      return api.call(contract.moveRuns, { ...runs, experimentId: act.experimentId });
    case "delete":
      return api.call(contract.deleteRuns, runs);
    case "restore":
      return api.call(contract.restoreRuns, runs);
    case "stop":
      return api.call(contract.stopRuns, runs);
    case "purge":
      return api.call(contract.purgeRuns, { ...runs, count });
  }
}
