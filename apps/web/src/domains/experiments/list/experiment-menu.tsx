"use client";
import { deleteExperiment, type Experiment, restoreExperiment } from "@plumbline/contracts/experiments/experiment";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";

const PrimaryMetric = dynamic(() => import("./primary-metric.tsx").then((module) => module.PrimaryMetric));
const RetentionForm = dynamic(() => import("../retention/retention-form.tsx").then((module) => module.RetentionForm));
const RenameExperiment = dynamic(() => import("./rename-experiment.tsx").then((module) => module.RenameExperiment));

/** What may be done to an experiment: rename, delete, restore. Deleting asks, because its runs go along. */
export function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const { can } = useViewer();
  const [open, setOpen] = useState<"rename" | "delete" | "metric" | "retention">();
  const { remove, restore } = useLifecycle(experiment, () => setOpen(undefined));
  const isDeleted = experiment.lifecycleStage === "deleted";
  const mayRename = can("experiment:write") && !isDeleted;
  const mayDelete = can("experiment:delete");
  if (!(mayRename || mayDelete)) return null;
  const trigger = (
    <IconButton label={`More for ${experiment.name}`} size="small">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {mayRename && <MenuItem onSelect={() => setOpen("metric")}>Metric that decides</MenuItem>}
        {mayRename && <MenuItem onSelect={() => setOpen("rename")}>Rename</MenuItem>}
        {mayDelete && <MenuItem onSelect={() => setOpen("retention")}>How long runs are kept</MenuItem>}
        {mayDelete && !isDeleted && (
          <MenuItem tone="danger" onSelect={() => setOpen("delete")}>
            Delete
          </MenuItem>
        )}
        {mayDelete && isDeleted && <MenuItem onSelect={() => restore.mutate()}>Restore</MenuItem>}
      </Menu>
      {open === "retention" && <RetentionForm experiment={experiment} onClose={() => setOpen(undefined)} />}
      {open === "metric" && <PrimaryMetric experiment={experiment} onClose={() => setOpen(undefined)} />}
      {open === "rename" && <RenameExperiment experiment={experiment} onClose={() => setOpen(undefined)} />}
      {open === "delete" && (
        <Confirm
          open
          onOpenChange={() => setOpen(undefined)}
          title={`Delete ${experiment.name}`}
          description="The experiment and all its runs move to Deleted. Clients can no longer log into it. Both can be restored."
          action="Delete experiment"
          name={experiment.name}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  );
}

function useLifecycle(experiment: Experiment, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const { experimentId, name } = experiment;
  const refresh = () => client.invalidateQueries({ queryKey: [api.workspace] });
  const restore = useMutation({
    mutationFn: () => api.call(restoreExperiment, { experimentId }),
    onSuccess: refresh,
    onError: (error) => failToast(`${name} could not be restored`, error, () => restore.mutate()),
  });
  const remove = useMutation({
    mutationFn: () => api.call(deleteExperiment, { experimentId }),
    onSuccess: () => {
      onDone();
      toast({ tone: "good", title: `${name} is deleted`, action: { label: "Undo", onAct: () => restore.mutate() } });
      return refresh();
    },
    onError: (error) => failToast(`${name} could not be deleted`, error, () => remove.mutate()),
  });
  return { remove, restore };
}
