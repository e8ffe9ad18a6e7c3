"use client";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { datasetsQuery } from "#src/domains/datasets/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { checkExamples, firstChecks, readChecks } from "./given-checks.ts";
import { requirementId } from "./requirement-id.ts";
import type { SettleProps } from "./settle-props.ts";
import { useProduce } from "./use-evidence.ts";

/** Names the dataset, and what it must keep to. */
export function DatasetDialog({ clause, onClose }: SettleProps) {
  const produce = useProduce(onClose);
  const [text, setText] = useState(firstChecks);
  const read = readChecks(text);
  const known = useId();
  const datasets = useInfiniteQuery(datasetsQuery(useApi(), ""));
  const names = datasets.data?.pages.flatMap(({ items }) => items.map(({ name }) => name)) ?? [];
  const submit = (form: FormData) => {
    if ("problem" in read) return;
    produce.mutate([
      {
        kind: "data_validation",
        ...requirementId(clause),
        dataset: String(form.get("dataset")).trim(),
        datasetVersion: Number(form.get("datasetVersion")),
        checks: read.checks,
      },
    ]);
  };
  return (
    <FormDialog
      title="Check the data"
      description={`The platform runs checks on a version of a dataset and keeps what they find. The policy asks: ${clause.asks}.`}
      width="medium"
      action="Run the checks"
      isBusy={produce.isPending}
      error={produce.error}
      labels={{ "produce.dataset": "Dataset", "produce.datasetVersion": "Version", "produce.checks": "Checks" }}
      denied={"problem" in read ? read.problem : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-[minmax(0,1fr)_120px]">
        <Field
          name="dataset"
          label="Dataset"
          error={fieldError(produce.error, "produce.dataset")}
          help="The data that the version was trained on."
        >
          {(control) => (
            <>
              <Input {...control} required maxLength={500} autoComplete="off" list={known} />
              <datalist id={known}>
                {names.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field name="datasetVersion" label="Version" error={fieldError(produce.error, "produce.datasetVersion")}>
          {(control) => <Input {...control} type="number" required min={1} defaultValue={1} />}
        </Field>
      </div>
      <Field
        name="checks"
        label="Checks, one to a line"
        error={"problem" in read ? read.problem : fieldError(produce.error, "produce.checks")}
        help={`Such as: ${checkExamples.join("; ")}. A line that begins with warn: does not block.`}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            className="code"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
