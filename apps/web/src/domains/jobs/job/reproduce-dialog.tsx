"use client";
import { reproduceRun } from "@plumbline/contracts/jobs/reproduce";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { refreshJobs } from "../queries.ts";

const usualPercent = 1;

/** Asks how far the metrics of a repetition may lie from the original's, and submits it. */
export function ReproduceDialog({ runId, title, onClose }: { runId: string; title: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const make = useMutation({
    mutationFn: (percent: number) => api.call(reproduceRun, { runId, tolerance: percent / 100 }),
    onSuccess: async (job) => {
      await refreshJobs(client, api);
      router.push(paths.job(api.workspace, job.id));
    },
  });
  return (
    <FormDialog
      title={`Reproduce ${title}`}
      description="The same spec runs again: code, data, image and packages as they were. Its metrics are compared with the original's, and the verdict becomes evidence of the versions that came of the run."
      action="Run and compare"
      isBusy={make.isPending}
      error={make.error}
      labels={{ tolerance: "Tolerance" }}
      onSubmit={(form) => make.mutate(Number(form.get("tolerance")))}
      onClose={onClose}
    >
      <Field
        name="tolerance"
        label="Tolerance, in percent"
        error={fieldError(make.error, "tolerance")}
        help="How far the last value of each metric may lie from the original's, relative to it. 0 asks for the very same values."
      >
        {(control) => <Input {...control} type="number" required min={0} max={100} step="any" defaultValue={usualPercent} />}
      </Field>
    </FormDialog>
  );
}
