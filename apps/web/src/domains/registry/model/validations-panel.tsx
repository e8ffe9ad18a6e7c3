"use client";
import { recordValidation, Validation } from "@plumbline/contracts/registry/inventory";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { DueDate, useIsLate } from "../list/due-findings.tsx";
import { useModelChange } from "../model-change.ts";
import { validationsQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { endOfDay } from "./end-of-day.ts";

const FormDialog = dynamic(() => import("#src/components/form-dialog.tsx").then((module) => module.FormDialog));

type Outcome = Validation["outcome"];
const outcomes: Readonly<Record<Outcome, { label: string; shape: StatusShape }>> = {
  passed: { label: "Passed", shape: "good" },
  "passed-with-findings": { label: "Passed with findings", shape: "warn" },
  failed: { label: "Failed", shape: "bad" },
};

/** Who looked at the model independently, what came of it and when the next look is due. */
export function ValidationsPanel({ model }: { model: RegisteredModel }) {
  const { can } = useViewer();
  const query = useQuery(validationsQuery(useApi(), model.name));
  const [isOpen, setOpen] = useState(false);
  const isLate = useIsLate(model.nextValidationDueAt);
  return (
    <Panel
      title="Validations"
      aside={
        model.nextValidationDueAt && (
          <>
            next due <DueDate at={model.nextValidationDueAt} isLate={isLate} />
          </>
        )
      }
      flush
      actions={
        can("registry:review") && (
          <Button size="small" onClick={() => setOpen(true)}>
            <Plus className="icon-small" aria-hidden="true" />
            Record validation
          </Button>
        )
      }
    >
      <Loaded
        query={query}
        what="The validations"
        skeleton={<SkeletonRows label="Validations are being read" rows={2} columns={[90, 160, 80]} />}
      >
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-3 py-2.5 text-ink-2">Nobody has validated it independently yet.</p>
          ) : (
            <ul>
              {items.map((validation) => (
                <ValidationRow key={validation.id} validation={validation} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isOpen && <RecordValidation model={model} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function ValidationRow({ validation }: { validation: Validation }) {
  const { label, shape } = outcomes[validation.outcome];
  return (
    <li className="border-b px-3 py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-3">
        <span className="font-medium">
          <Status shape={shape}>{label}</Status>
        </span>
        <span className="text-ink-2">
          {validation.version === null ? "the model" : `version ${validation.version}`},{" "}
          <Time at={Date.parse(validation.validatedAt)} style="sentence" /> by {actorName(validation.validatedBy)}
          {validation.nextDueAt && (
            <>
              , next by <Time at={Date.parse(validation.nextDueAt)} style="date" />
            </>
          )}
        </span>
      </p>
      {validation.note && <p className="wrap-anywhere mt-0.5 whitespace-pre-wrap text-ink-2">{validation.note}</p>}
    </li>
  );
}

function RecordValidation({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const change = useModelChange(
    (api, input: { outcome: Outcome; note: string; version?: number; nextDueAt?: string }) =>
      api.call(recordValidation, { model: model.name, ...input }),
    { onDone: onClose },
  );
  const submit = (form: FormData) => {
    const version = Number(form.get("version"));
    const nextDueAt = endOfDay(String(form.get("nextDueAt")));
    const outcome = Validation.shape.outcome.options.find((option) => option === form.get("outcome")) ?? "passed";
    change.mutate({ outcome, note: String(form.get("note")), ...(version > 0 && { version }), ...(nextDueAt && { nextDueAt }) });
  };
  return (
    <FormDialog
      title={`Validation of ${model.name}`}
      width="medium"
      description="Recorded in your name and never changed afterwards."
      action="Record validation"
      isBusy={change.isPending}
      error={change.error}
      labels={{ outcome: "Outcome", note: "What was looked at", version: "Version", nextDueAt: "Next due" }}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-3">
        <Field name="outcome" label="Outcome" error={fieldError(change.error, "outcome")}>
          {(control) => (
            <Select {...control}>
              {Validation.shape.outcome.options.map((outcome) => (
                <option key={outcome} value={outcome}>
                  {outcomes[outcome].label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="version" label="Version" optional error={fieldError(change.error, "version")}>
          {(control) => <Input {...control} type="number" min={1} max={model.latestVersion ?? 1} />}
        </Field>
        <Field name="nextDueAt" label="Next due" optional error={fieldError(change.error, "nextDueAt")}>
          {(control) => <Input {...control} type="date" />}
        </Field>
      </div>
      <Field name="note" label="What was looked at" optional error={fieldError(change.error, "note")}>
        {(control) => <Textarea {...control} maxLength={10_000} />}
      </Field>
    </FormDialog>
  );
}
