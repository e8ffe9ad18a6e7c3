"use client";
import { type Report, reportTextMax } from "@plumbline/contracts/experiments/report";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { formatCount } from "@plumbline/ui/format/number";
import { Input, Textarea } from "@plumbline/ui/input";
import { type FormEvent, useState } from "react";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useSettled } from "#src/components/use-settled.ts";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { ReportBody } from "./report-body.tsx";
import { useUpdateReport } from "./use-report-acts.ts";

const table =
  "\n```table\nexperiment: 0\nfilter: attributes.status = 'FINISHED'\norder: attributes.start_time DESC\ncolumns: metrics.accuracy, params.learning_rate\nruns: 10\n```\n";
const chart = "\n```chart\nexperiment: 0\nmetrics: loss\norder: attributes.start_time DESC\nruns: 5\n```\n";

const settledMs = 600;

/** A report being written: its text, and beside it how it reads. */
export function ReportForm({ report, onDone }: { report: Report; onDone: () => void }) {
  const [begun] = useState(report);
  const [title, setTitle] = useState(report.title);
  const [text, setText] = useState(report.text);
  // Blocks ask for runs: not with every letter of a filter.
  const settled = useSettled(text, settledMs);
  const put = useUpdateReport(report.reportId, onDone);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!put.isPending) put.mutate({ basedOn: begun.revision, title, text });
  };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <form onSubmit={save} onKeyDown={submitByKey} className="grid min-w-0 gap-3">
        <FormErrors {...formProblem(put.error, { title: "Title", text: "Text" })} />
        <Field name="title" label="Title" error={fieldError(put.error, "title")}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <Field
          name="text"
          label="Text"
          error={fieldError(put.error, "text")}
          help={`Markdown, ${formatCount(text.length)} of ${formatCount(reportTextMax)} characters. A block of runs names experiments by the number in their address.`}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={18}
              maxLength={reportTextMax}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="code"
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" busy={put.isPending}>
            Save report
          </Button>
          <Button onClick={() => setText(text + table)}>Add a table</Button>
          <Button onClick={() => setText(text + chart)}>Add a chart</Button>
          <Button tone="ghost" onClick={onDone}>
            Cancel
          </Button>
        </div>
      </form>
      <section aria-label="How it reads" className="min-w-0 rounded-lg border bg-surface p-4">
        <ReportBody text={settled} />
      </section>
    </div>
  );
}
