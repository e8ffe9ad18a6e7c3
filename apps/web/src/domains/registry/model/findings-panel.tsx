"use client";
import { closeFinding, Finding, openFinding } from "@plumbline/contracts/registry/inventory";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Chip, type Tone } from "@plumbline/ui/status";
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
import { findingsQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { endOfDay } from "./end-of-day.ts";

const FormDialog = dynamic(() => import("#src/components/form-dialog.tsx").then((module) => module.FormDialog));

const severities = Finding.shape.severity.options;
const tones: Readonly<Record<Finding["severity"], Tone>> = { low: "neutral", medium: "warn", high: "bad", critical: "bad" };

/** What a review has found, and what is still open. */
export function FindingsPanel({ model }: { model: RegisteredModel }) {
  const { can } = useViewer();
  const query = useQuery(findingsQuery(useApi(), model.name));
  const [isOpening, setOpening] = useState(false);
  const openCount = query.data?.items.filter(({ closedAt }) => closedAt === null).length;
  return (
    <Panel
      title="Findings"
      aside={openCount === undefined ? undefined : `${openCount} open`}
      flush
      actions={
        can("registry:review") && (
          <Button size="small" onClick={() => setOpening(true)}>
            <Plus className="icon-small" aria-hidden="true" />
            Open finding
          </Button>
        )
      }
    >
      <Loaded
        query={query}
        what="The findings"
        skeleton={<SkeletonRows label="Findings are being read" rows={2} columns={[60, 220, 80]} />}
      >
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-3 py-2.5 text-ink-2">
              None was ever opened. Committee members open one when a review finds something to mend.
            </p>
          ) : (
            <ul>
              {items.map((finding) => (
                <FindingRow key={finding.id} finding={finding} mayClose={can("registry:review")} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isOpening && <OpenFinding model={model} onClose={() => setOpening(false)} />}
    </Panel>
  );
}

function FindingRow({ finding, mayClose }: { finding: Finding; mayClose: boolean }) {
  const [isClosing, setClosing] = useState(false);
  const isOpen = finding.closedAt === null;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b px-3 py-2 last:border-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="min-w-0">{finding.title}</span>
          <Chip tone={isOpen ? tones[finding.severity] : "neutral"}>{finding.severity}</Chip>
        </p>
        {finding.detail && <p className="wrap-anywhere whitespace-pre-wrap text-ink-2">{finding.detail}</p>}
        <p className="text-ink-3 text-small">
          Opened <Time at={Date.parse(finding.openedAt)} style="sentence" /> by {actorName(finding.openedBy)}
          {finding.version !== null && ` on version ${finding.version}`}
          {isOpen ? <Due finding={finding} /> : <Closed finding={finding} />}
        </p>
      </div>
      {isOpen && mayClose && (
        <Button size="small" onClick={() => setClosing(true)}>
          Close
          <span className="sr-only"> the finding {finding.title}</span>
        </Button>
      )}
      {isClosing && <CloseFinding finding={finding} onClose={() => setClosing(false)} />}
    </li>
  );
}

function Due({ finding: { dueAt } }: { finding: Finding }) {
  const isLate = useIsLate(dueAt);
  if (dueAt === null) return ", no date set";
  return (
    <>
      , due <DueDate at={dueAt} isLate={isLate} />
    </>
  );
}

function Closed({ finding }: { finding: Finding }) {
  if (finding.closedAt === null) return null;
  return (
    <>
      . Closed <Time at={Date.parse(finding.closedAt)} style="sentence" /> by {actorName(finding.closedBy)}: {finding.resolution}
    </>
  );
}

function OpenFinding({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const change = useModelChange(
    (api, input: { title: string; detail: string; severity: Finding["severity"]; version?: number; dueAt?: string }) =>
      api.call(openFinding, { model: model.name, ...input }),
    { onDone: onClose },
  );
  const submit = (form: FormData) => {
    const version = Number(form.get("version"));
    const dueAt = endOfDay(String(form.get("dueAt")));
    const severity = severities.find((option) => option === form.get("severity")) ?? "medium";
    const words = { title: String(form.get("title")), detail: String(form.get("detail")) };
    change.mutate({ ...words, severity, ...(version > 0 && { version }), ...(dueAt && { dueAt }) });
  };
  return (
    <FormDialog
      title={`Open a finding on ${model.name}`}
      width="medium"
      description="It stays open until somebody closes it with a resolution; its owner hears of it."
      action="Open finding"
      isBusy={change.isPending}
      error={change.error}
      labels={{ title: "What was found", detail: "In detail", severity: "Severity", version: "Version", dueAt: "Due" }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field name="title" label="What was found" error={fieldError(change.error, "title")}>
        {(control) => <Input {...control} required maxLength={300} autoComplete="off" />}
      </Field>
      <Field name="detail" label="In detail" optional error={fieldError(change.error, "detail")}>
        {(control) => <Textarea {...control} maxLength={10_000} />}
      </Field>
      <div className="grid gap-3.5 sm:grid-cols-3">
        <Field name="severity" label="Severity" error={fieldError(change.error, "severity")}>
          {(control) => (
            <Select {...control} defaultValue="medium">
              {severities.map((severity) => (
                <option key={severity}>{severity}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="version" label="Version" optional error={fieldError(change.error, "version")}>
          {(control) => <Input {...control} type="number" min={1} max={model.latestVersion ?? 1} />}
        </Field>
        <Field name="dueAt" label="Due" optional error={fieldError(change.error, "dueAt")}>
          {(control) => <Input {...control} type="date" />}
        </Field>
      </div>
    </FormDialog>
  );
}

function CloseFinding({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const change = useModelChange(
    (api, resolution: string) => api.call(closeFinding, { model: finding.model, findingId: finding.id, resolution }),
    { onDone: onClose },
  );
  return (
    <FormDialog
      title={`Close “${finding.title}”`}
      width="medium"
      action="Close finding"
      isBusy={change.isPending}
      error={change.error}
      labels={{ resolution: "How it was resolved" }}
      onSubmit={(form) => change.mutate(String(form.get("resolution")))}
      onClose={onClose}
    >
      <Field name="resolution" label="How it was resolved" error={fieldError(change.error, "resolution")}>
        {(control) => <Textarea {...control} required maxLength={10_000} />}
      </Field>
    </FormDialog>
  );
}
