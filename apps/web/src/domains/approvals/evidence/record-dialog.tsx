"use client";
import { BroughtKind, EvidenceVerdict, recordEvidence } from "@plumbline/contracts/evidence/evidence";
import type { Output } from "@plumbline/contracts/operation";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { beginningOf, readValues } from "./given-values.ts";
import type { SettleProps } from "./settle-props.ts";

const verdictWords: Readonly<Record<(typeof EvidenceVerdict.options)[number], string>> = {
  pass: "Passed",
  fail: "Failed",
  inconclusive: "Inconclusive",
  insufficient: "Not enough data",
  info: "For information",
};

type Recorded = Output<typeof recordEvidence>;

/** Records evidence that was made elsewhere. */
export function RecordDialog({ clause, version, onClose }: SettleProps) {
  const api = useApi();
  const client = useQueryClient();
  const [text, setText] = useState(beginningOf(clause.kind));
  const read = readValues(text);
  const kind = BroughtKind.options.find((option) => option === clause.kind);
  const record = useMutation({
    mutationFn: (form: FormData): Promise<Recorded> => {
      if (!kind || "problem" in read) throw new Error("the form was sent although it could not be");
      const verdict = EvidenceVerdict.options.find((option) => option === form.get("verdict")) ?? "info";
      const summary = String(form.get("summary"));
      return api.call(recordEvidence, { ...version, kind, title: String(form.get("title")), verdict, summary, values: read.values });
    },
    onSuccess: async () => {
      await Promise.all(["evidence", "request"].map((key) => client.invalidateQueries({ queryKey: [api.workspace, key] })));
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Record evidence: ${clause.title.toLowerCase()}`}
      description={`Of what was done elsewhere. It cannot be changed later, and you stand for it as its producer. The policy asks: ${clause.asks}.`}
      width="medium"
      action="Record evidence"
      isBusy={record.isPending}
      error={record.error}
      labels={{ title: "Title", verdict: "Verdict", summary: "In a sentence", values: "Values" }}
      denied={"problem" in read ? read.problem : undefined}
      onSubmit={(form) => record.mutate(form)}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-[minmax(0,1fr)_160px]">
        <Field name="title" label="Title" error={fieldError(record.error, "title")}>
          {(control) => <Input {...control} required maxLength={300} defaultValue={clause.title} autoComplete="off" />}
        </Field>
        <Field name="verdict" label="Verdict" error={fieldError(record.error, "verdict")}>
          {(control) => (
            <Select {...control} defaultValue="pass">
              {EvidenceVerdict.options.map((option) => (
                <option key={option} value={option}>
                  {verdictWords[option]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Field name="summary" label="In a sentence" optional error={fieldError(record.error, "summary")}>
        {(control) => <Input {...control} maxLength={2000} autoComplete="off" />}
      </Field>
      <Field
        name="values"
        label="Values"
        optional
        error={"problem" in read ? read.problem : fieldError(record.error, "values")}
        help="One to a line, such as auc_drop = 0.018. The policy reads them by these names."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={5}
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
