"use client";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { runsOf } from "./act-words.ts";
import type { Chosen } from "./chosen.ts";
import type { useBulkAct } from "./use-bulk-act.ts";

interface Props {
  kind: "tag" | "untag";
  chosen: Chosen;
  act: ReturnType<typeof useBulkAct>;
  onClose: () => void;
}

/** Asks for a tag that runs get, or that is taken from them. */
export function TagForm({ kind, chosen, act, onClose }: Props) {
  const runs = runsOf(chosen.count);
  const isTagging = kind === "tag";
  return (
    <FormDialog
      title={isTagging ? `Tag ${runs}` : `Take a tag from ${runs}`}
      description={isTagging ? "Runs that have the tag already get the new value." : "Runs without it stay as they are."}
      action={isTagging ? "Tag" : "Take it away"}
      isBusy={act.isPending}
      error={act.error}
      labels={{ key: "Name", value: "Value" }}
      onClose={onClose}
      onSubmit={(form) => {
        const key = String(form.get("key"));
        act.mutate({ chosen, act: isTagging ? { kind, key, value: String(form.get("value")) } : { kind, key } });
      }}
    >
      <Field name="key" label="Name" error={fieldError(act.error, "key")}>
        {(control) => <Input {...control} required maxLength={250} autoComplete="off" />}
      </Field>
      {isTagging && (
        <Field name="value" label="Value" error={fieldError(act.error, "value")}>
          {(control) => <Input {...control} maxLength={8000} autoComplete="off" />}
        </Field>
      )}
    </FormDialog>
  );
}
