"use client";
import { type Experiment, renameExperiment } from "@plumbline/contracts/experiments/experiment";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { NameForm } from "./name-form.tsx";

export function RenameExperiment({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const { experimentId } = experiment;
  const rename = useMutation({
    mutationFn: (name: string) => api.call(renameExperiment, { experimentId, name }),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: [api.workspace, "experiments"] }),
        client.invalidateQueries({ queryKey: [api.workspace, "experiment", experimentId] }),
      ]);
      onClose();
    },
  });
  return (
    <NameForm
      title={`Rename ${experiment.name}`}
      description="Scripts that name the experiment have to be changed along; its id and its runs stay."
      action="Rename"
      initial={experiment.name}
      isBusy={rename.isPending}
      error={rename.error}
      onSubmit={(name) => rename.mutate(name)}
      onClose={onClose}
    />
  );
}
