"use client";
import { putRuntime, type TrainingRuntime } from "@plumbline/contracts/jobs/runtime";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { NameField } from "#src/components/name-field.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { acceleratorWords } from "./runtime-families.ts";
import { envLines, envText, packageLines } from "./runtime-text.ts";

type Accelerator = TrainingRuntime["accelerators"][number];
const accelerators = Object.keys(acceleratorWords) as Accelerator[];

interface Props {
  /** The version that the next one begins as; undefined for a new runtime. */
  from: TrainingRuntime | undefined;
  onClose: () => void;
}

/** A new runtime, or the next version of one. */
export function RuntimeForm({ from, onClose }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly Accelerator[]>(from?.accelerators ?? ["none"]);
  const make = useMutation({
    mutationFn: (form: FormData) =>
      api.call(putRuntime, {
        runtime: from?.name ?? String(form.get("runtime")),
        description: String(form.get("description")),
        image: String(form.get("image")).trim() || null,
        packages: packageLines(String(form.get("packages"))),
        env: envLines(String(form.get("env"))),
        accelerators: [...chosen],
      }),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: [api.workspace, "training-runtimes"] });
      router.push(paths.runtime(api.workspace, name));
      if (from) onClose();
    },
  });
  const error = (name: string) => fieldError(make.error, name) ?? fieldError(make.error, `params.${name}`);
  return (
    <FormDialog
      title={from ? `Next version of ${from.name}` : "New training runtime"}
      description="Every workspace may name it in specs. What is there already, letter by letter, makes no new version."
      action={from ? "Make version" : "Make runtime"}
      width="medium"
      isBusy={make.isPending}
      error={make.error}
      labels={{
        runtime: "Name",
        description: "Description",
        image: "Image",
        packages: "Packages",
        env: "Variables",
        accelerators: "Runs on",
      }}
      denied={chosen.length === 0 ? "It has to run on something" : undefined}
      onSubmit={(form) => make.mutate(form)}
      onClose={onClose}
    >
      {!from && (
        <NameField name="runtime" hasDots error={error("runtime")} help="Lower-case letters, digits, dots and hyphens: torch-2.9." />
      )}
      <fieldset>
        <legend className="mb-1 font-medium">Runs on</legend>
        <div className="flex flex-wrap gap-4">
          {accelerators.map((one) => (
            <CheckboxRow
              key={one}
              checked={chosen.includes(one)}
              onChange={(isOn) => setChosen(accelerators.filter((each) => (each === one ? isOn : chosen.includes(each))))}
            >
              {acceleratorWords[one]}
            </CheckboxRow>
          ))}
        </div>
      </fieldset>
      <TextFields from={from} error={error} />
    </FormDialog>
  );
}

function TextFields({ from, error }: { from: TrainingRuntime | undefined; error: (name: string) => string | undefined }) {
  return (
    <>
      <Field name="description" label="Description" optional error={error("description")}>
        {(control) => <Input {...control} maxLength={1000} defaultValue={from?.description} autoComplete="off" />}
      </Field>
      <Field
        name="image"
        label="Image"
        optional
        error={error("image")}
        help="With its digest: registry.example/torch@sha256:… Without an image it is for this machine alone."
      >
        {(control) => (
          <Input {...control} maxLength={500} defaultValue={from?.image ?? ""} autoComplete="off" spellCheck={false} className="code" />
        )}
      </Field>
      <Field
        name="packages"
        label="Packages"
        optional
        error={error("packages")}
        help="One on a line, as pip reads them: scikit-learn==1.8.0. On this machine they become an environment of their own."
      >
        {(control) => <Textarea {...control} rows={5} defaultValue={from?.packages.join("\n")} spellCheck={false} className="code" />}
      </Field>
      <Field
        name="env"
        label="Variables"
        optional
        error={error("env")}
        help="One on a line: OMP_NUM_THREADS=1. Every job that uses it has them."
      >
        {(control) => <Textarea {...control} rows={2} defaultValue={from && envText(from.env)} spellCheck={false} className="code" />}
      </Field>
    </>
  );
}
