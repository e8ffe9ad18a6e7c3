"use client";
import { createExperiment } from "@plumbline/contracts/experiments/experiment";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { NameForm } from "./name-form.tsx";

export function NewExperiment({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const make = useMutation({
    mutationFn: (name: string) => api.call(createExperiment, { name }),
    onSuccess: async ({ experimentId }) => {
      await client.invalidateQueries({ queryKey: [api.workspace, "experiments"] });
      router.push(paths.experiment(api.workspace, experimentId));
    },
  });
  return (
    <NameForm
      title="New experiment"
      description="A place for runs that answer one question."
      action="Create experiment"
      initial=""
      isBusy={make.isPending}
      error={make.error}
      onSubmit={(name) => make.mutate(name)}
      onClose={onClose}
    />
  );
}
