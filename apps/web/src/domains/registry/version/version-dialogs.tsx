"use client";
import type { Stage } from "@plumbline/contracts/approvals/stage";
import { deleteVersion, type ModelVersion, moveStage } from "@plumbline/contracts/registry/version";
import { ConfirmDialog } from "@plumbline/ui/dialog";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { toast } from "@plumbline/ui/toast";
import { useRouter } from "next/navigation";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { useModelChange } from "../model-change.ts";
import { stageNames } from "../stages.tsx";

/** Takes a version back to a lower stage; what it was allowed to do there ends with it. */
export function StepDown({ version, stage, onClose }: { version: ModelVersion; stage: Stage; onClose: () => void }) {
  const change = useModelChange(
    (api, reason: string) => api.call(moveStage, { model: version.model, version: version.version, stage, reason }),
    { onDone: onClose },
  );
  const name = stageNames[stage].toLowerCase();
  return (
    <FormDialog
      title={`Step version ${version.version} down to ${name}`}
      description={`It needs no vote. What it was allowed to do in ${version.stage} ends at once, and going back up is asked for anew.`}
      action={`Step down to ${name}`}
      isBusy={change.isPending}
      error={change.error}
      labels={{ reason: "Why" }}
      onSubmit={(form) => change.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <Field name="reason" label="Why" error={fieldError(change.error, "reason")}>
        {(control) => <Input {...control} required maxLength={2000} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

export function DeleteVersion({ version, onClose }: { version: ModelVersion; onClose: () => void }) {
  const router = useRouter();
  const { workspace } = useApi();
  const name = `${version.model} ${version.version}`;
  const remove = useModelChange((api, ref: { model: string; version: number }) => api.call(deleteVersion, ref), {
    failure: `${name} could not be deleted`,
    onDone: () => {
      router.replace(paths.model(workspace, version.model));
      const open = () => router.push(paths.model(workspace, version.model, "history"));
      toast({
        tone: "good",
        title: `${name} is deleted`,
        detail: "Its history stays with the model.",
        action: { label: "History", onAct: open },
      });
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${name}`}
      description="The version can no longer be loaded or promoted. Its number is not given again, and its history stays in the record."
      action="Delete version"
      name={name}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ model: version.model, version: version.version })}
    />
  );
}
