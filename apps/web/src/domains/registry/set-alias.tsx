"use client";
import { setAlias } from "@plumbline/contracts/registry/alias";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useModelChange } from "./model-change.ts";

export interface SetAliasProps {
  model: string;
  /** The version to begin with, and the highest there is. */
  version?: number;
  latest: number;
  onClose: () => void;
}

/** Points an alias at a version. Protected ones name versions in production only; the server says so where it refuses. */
export function SetAlias({ model, version, latest, onClose }: SetAliasProps) {
  const change = useModelChange(
    (api, input: { alias: string; version: number; reason: string }) => api.call(setAlias, { model, ...input }),
    { onDone: onClose },
  );
  const submit = (form: FormData) =>
    change.mutate({ alias: String(form.get("alias")), version: Number(form.get("version")), reason: String(form.get("reason")) });
  return (
    <FormDialog
      title={`Set an alias of ${model}`}
      description="Code that loads the model by the alias gets this version from now on. champion, and what policies protect, names versions in production only."
      action="Set alias"
      isBusy={change.isPending}
      error={change.error}
      labels={{ alias: "Alias", version: "Version", reason: "Why" }}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-[minmax(0,1fr)_110px]">
        <Field name="alias" label="Alias" help="Letters, digits, _ and -, such as challenger." error={fieldError(change.error, "alias")}>
          {(control) => <Input {...control} required maxLength={255} pattern="[\w\-]+" autoComplete="off" spellCheck={false} />}
        </Field>
        <Field name="version" label="Version" error={fieldError(change.error, "version")}>
          {(control) => <Input {...control} type="number" required min={1} max={latest} defaultValue={version ?? latest} />}
        </Field>
      </div>
      <Field name="reason" label="Why" optional error={fieldError(change.error, "reason")}>
        {(control) => <Input {...control} maxLength={2000} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}
