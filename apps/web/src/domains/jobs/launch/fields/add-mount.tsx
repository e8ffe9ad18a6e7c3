"use client";
import type { WrittenMount } from "@plumbline/contracts/jobs/spec";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Segments } from "@plumbline/ui/tabs";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { NameField } from "#src/components/name-field.tsx";

const kinds = [
  { value: "claim", label: "Volume claim" },
  { value: "cache", label: "Cache" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const words: Readonly<Record<Kind, { name: string; help: string; path: string }>> = {
  claim: { name: "Claim", help: "A PersistentVolumeClaim that is in the namespace of this workspace.", path: "/data" },
  cache: {
    name: "Name",
    help: "Made at its first use, and kept: jobs of this workspace that name it find what was left there.",
    path: "/cache",
  },
};

/** Asks for what a cluster shall mount. */
export function AddMount({ onAdd, onClose }: { onAdd: (mount: WrittenMount) => void; onClose: () => void }) {
  const [kind, setKind] = useState<Kind>("claim");
  const [isReadOnly, setReadOnly] = useState(true);
  const submit = (form: FormData) => {
    const text = (field: string) => String(form.get(field) ?? "").trim();
    if (kind === "cache") onAdd({ cache: text("name"), path: text("path"), size: text("size") });
    else onAdd({ claim: text("name"), path: text("path"), ...(!isReadOnly && { readOnly: false }) });
  };
  const { name, help, path } = words[kind];
  return (
    <FormDialog
      title="Mount into the job"
      description="A cluster mounts it beside the working directory. This machine mounts nothing: use inputs there."
      action="Add"
      isBusy={false}
      error={undefined}
      labels={{}}
      onSubmit={submit}
      onClose={onClose}
    >
      <Segments label="What" value={kind} onChange={setKind} options={kinds} />
      <NameField key={kind} name="name" label={name} help={help} isCode />
      <div className="grid gap-3.5 sm:grid-cols-2">
        <Field key={path} name="path" label="Where" help="An absolute path in the container.">
          {(control) => (
            <Input
              {...control}
              required
              maxLength={500}
              pattern="/.+"
              title="an absolute path"
              defaultValue={path}
              spellCheck={false}
              className="code"
            />
          )}
        </Field>
        {kind === "cache" && (
          <Field name="size" label="Size" help="As it is first made: 50Gi.">
            {(control) => (
              <Input
                {...control}
                required
                pattern="[1-9][0-9]{0,5}(Mi|Gi|Ti)"
                title="an amount such as 512Mi, 16Gi or 1Ti"
                defaultValue="50Gi"
                className="code"
              />
            )}
          </Field>
        )}
      </div>
      {kind === "claim" && (
        <CheckboxRow checked={isReadOnly} onChange={setReadOnly} help="Whoever writes beside other jobs has to mind them.">
          Read only
        </CheckboxRow>
      )}
    </FormDialog>
  );
}
