"use client";
import { deleteRunTag, logBatch, type Run, updateRun } from "@plumbline/contracts/experiments/run";
import { toast } from "@plumbline/ui/toast";
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { runQuery } from "../queries.ts";
import type { RunPage } from "../runs/live-rows.ts";
import { edited, editWords, type RunEdit, undone } from "./run-edit.ts";

export interface EditOf {
  readonly runId: string;
  readonly edit: RunEdit;
  /** It takes another edit back: that needs no offer to be taken back itself. */
  readonly isUndo?: boolean;
}

/** Edits a run where it is shown: the new text stands there at once, since what was there before can be put back. */
export function useEditRun(): (of: EditOf) => void {
  const api = useApi();
  const client = useQueryClient();
  const write = useMutation({
    mutationFn: (of: EditOf) => send(api, of),
    onMutate: ({ runId, edit }) => show({ client, api }, runId, edit),
    onSuccess: (_, { runId, edit, isUndo }) => {
      if (!isUndo) {
        const undo = () => write.mutate({ runId, edit: undone(edit), isUndo: true });
        toast({ tone: "good", title: editWords(edit), action: { label: "Undo", onAct: undo } });
      }
      return client.invalidateQueries({ queryKey: [api.workspace, "run", runId] });
    },
    onError: (error, of) => {
      show({ client, api }, of.runId, undone(of.edit));
      failToast("It was not changed", error, () => write.mutate(of));
    },
  });
  return write.mutate;
}

function send(api: WorkspaceApi, { runId, edit }: EditOf): Promise<unknown> {
  if (edit.kind === "name") return api.call(updateRun, { runId, name: edit.after });
  if (edit.after === null) return api.call(deleteRunTag, { runId, key: edit.key });
  return api.call(logBatch, { runId, tags: [{ key: edit.key, value: edit.after }] });
}

/** Puts the edit into every reading that shows the run. */
function show({ client, api }: { client: QueryClient; api: WorkspaceApi }, runId: string, edit: RunEdit): void {
  client.setQueryData<Run>(runQuery(api, runId).queryKey, (run) => run && edited(run, edit));
  client.setQueriesData<InfiniteData<RunPage, string>>({ queryKey: [api.workspace, "run-rows"] }, (rows) =>
    rows?.pages
      ? {
          ...rows,
          pages: rows.pages.map((page) => ({ ...page, items: page.items.map((run) => (run.runId === runId ? edited(run, edit) : run)) })),
        }
      : rows,
  );
}
