"use client";
import { deleteRun, type Run, restoreRun, updateRun } from "@plumbline/contracts/experiments/run";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { RunJobItems } from "#src/domains/jobs/of-run/run-job-items.tsx";
import { useRunJob } from "#src/domains/jobs/of-run/use-run-job.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";

const ReproduceDialog = dynamic(() => import("#src/domains/jobs/job/reproduce-dialog.tsx").then((module) => module.ReproduceDialog));
const NameForm = dynamic(() => import("../list/name-form.tsx").then((module) => module.NameForm));

/** What may be done to a run. */
export function RunMenu({ run }: { run: Run }) {
  const { can } = useViewer();
  const [open, setOpen] = useState<"rename" | "delete" | "reproduce">();
  const close = () => setOpen(undefined);
  const { rename, remove, restore } = useRunActs(run, close);
  const made = useRunJob(run.runId);
  const job = can("job:submit") ? made.job : undefined;
  const isDeleted = run.lifecycleStage === "deleted";
  const mayRename = can("run:write") && !isDeleted;
  const mayDelete = can("run:delete");
  if (!(mayRename || mayDelete || job)) return null;
  const trigger = (
    <IconButton label="More for this run" tone="plain">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {job && <RunJobItems run={run} job={job} onReproduce={() => setOpen("reproduce")} />}
        {mayRename && <MenuItem onSelect={() => setOpen("rename")}>Rename</MenuItem>}
        {mayDelete && !isDeleted && (
          <MenuItem tone="danger" onSelect={() => setOpen("delete")}>
            Delete
          </MenuItem>
        )}
        {mayDelete && isDeleted && <MenuItem onSelect={() => restore.mutate()}>Restore</MenuItem>}
      </Menu>
      {open === "rename" && (
        <NameForm
          title={`Rename ${run.name}`}
          description="The run keeps its id; code that names the id goes on working."
          action="Rename"
          initial={run.name}
          isBusy={rename.isPending}
          error={rename.error}
          onSubmit={(name) => rename.mutate(name)}
          onClose={close}
        />
      )}
      {open === "reproduce" && <ReproduceDialog runId={run.runId} title={run.name} onClose={close} />}
      {open === "delete" && (
        <Confirm
          open
          onOpenChange={close}
          title={`Delete ${run.name}`}
          description="The run moves to the deleted runs of its experiment, with its metrics and files. It can be restored."
          action="Delete run"
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  );
}

function useRunActs({ runId, name }: Run, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: [api.workspace] });
  const rename = useMutation({
    mutationFn: (next: string) => api.call(updateRun, { runId, name: next }),
    onSuccess: () => {
      onDone();
      return refresh();
    },
  });
  const restore = useMutation({
    mutationFn: () => api.call(restoreRun, { runId }),
    onSuccess: refresh,
    onError: (error) => failToast(`${name} could not be restored`, error, () => restore.mutate()),
  });
  const remove = useMutation({
    mutationFn: () => api.call(deleteRun, { runId }),
    onSuccess: () => {
      onDone();
      toast({ tone: "good", title: `${name} is deleted`, action: { label: "Undo", onAct: () => restore.mutate() } });
      return refresh();
    },
    onError: (error) => failToast(`${name} could not be deleted`, error, () => remove.mutate()),
  });
  return { rename, remove, restore };
}
