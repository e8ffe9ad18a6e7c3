"use client";
import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMemo, useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { columnChoices } from "./column-choices.ts";
import { KeyField, KeysField } from "./key-fields.tsx";
import { LineFields } from "./line-fields.tsx";
import { LogBoxes } from "./log-boxes.tsx";
import { kindLabels, panelTitle } from "./panel-words.ts";
import { readPanel } from "./read-panel.ts";

export interface PanelFormProps {
  /** A new one, or one of the board. */
  panel: ChartPanel;
  known: RunKeys;
  onSave: (panel: ChartPanel) => void;
  onClose: () => void;
}

interface FieldsProps {
  panel: ChartPanel;
  known: RunKeys;
  onChange: (panel: ChartPanel) => void;
}

/** What one chart draws and how. */
export function PanelForm({ panel, known, onSave, onClose }: PanelFormProps) {
  const [draft, setDraft] = useState(panel);
  const checked = readPanel(draft);
  const problem = checked ? missingOf(checked) : "Choose what the chart draws first.";
  return (
    <FormDialog
      title={kindLabels[panel.kind]}
      description="It stays on the board of this address, and in a view that is saved of it."
      action="Show chart"
      width="medium"
      isBusy={false}
      error={undefined}
      labels={{}}
      denied={problem}
      onSubmit={() => {
        if (!checked) return;
        onSave(checked);
        onClose();
      }}
      onClose={onClose}
    >
      <PanelFields panel={draft} known={known} onChange={setDraft} />
      <Field name="title" label="Title" optional>
        {(control) => (
          <Input
            {...control}
            value={draft.title ?? ""}
            maxLength={200}
            autoComplete="off"
            placeholder={panelTitle({ ...draft, title: undefined })}
            onChange={(event) => setDraft({ ...draft, title: event.target.value || undefined })}
          />
        )}
      </Field>
      <CheckboxRow checked={draft.isWide} onChange={(isWide) => setDraft({ ...draft, isWide })}>
        As wide as the board
      </CheckboxRow>
    </FormDialog>
  );
}

function missingOf(panel: ChartPanel): string | undefined {
  if (panel.kind === "line" && panel.x === "metric" && panel.xMetric === undefined) return "Choose the metric that runs along the bottom.";
  return undefined;
}

function PanelFields(props: FieldsProps) {
  const { panel, ...rest } = props;
  switch (panel.kind) {
    case "line":
      return <LineFields panel={panel} {...rest} />;
    case "images":
      return (
        <Field name="key" label="Name of the images" help="As the script gave it to mlflow.log_image.">
          {(control) => (
            <Input {...control} required value={panel.key} onChange={(event) => rest.onChange({ ...panel, key: event.target.value })} />
          )}
        </Field>
      );
    case "table":
      return (
        <Field
          name="path"
          label="Path of the table"
          help="Among the artifacts of each run: a CSV file, or JSON as mlflow.log_table writes it."
        >
          {(control) => (
            <Input {...control} required value={panel.path} onChange={(event) => rest.onChange({ ...panel, path: event.target.value })} />
          )}
        </Field>
      );
    default:
      return <FigureFields panel={panel} {...rest} />;
  }
}

function FigureFields({ panel, known, onChange }: FieldsProps) {
  const figures = useMemo(() => columnChoices(known, { hasTexts: false }), [known]);
  const all = useMemo(() => columnChoices(known, { hasTexts: true }), [known]);
  switch (panel.kind) {
    case "bar":
      return (
        <KeyField name="value" label="Value" choices={figures} value={panel.value} onChange={(value) => onChange({ ...panel, value })} />
      );
    case "scatter":
      return (
        <>
          <KeyField name="x" label="Across" choices={all} value={panel.x} onChange={(x) => onChange({ ...panel, x })} />
          <KeyField name="y" label="Up" choices={all} value={panel.y} onChange={(y) => onChange({ ...panel, y })} />
          <LogBoxes panel={panel} onChange={onChange} />
        </>
      );
    case "box":
      return (
        <>
          <KeyField name="value" label="Value" choices={figures} value={panel.value} onChange={(value) => onChange({ ...panel, value })} />
          <KeyField name="by" label="For each" choices={all} value={panel.by} onChange={(by) => onChange({ ...panel, by })} />
          <CheckboxRow checked={panel.isLogY} onChange={(isLogY) => onChange({ ...panel, isLogY })}>
            Log axis upwards
          </CheckboxRow>
        </>
      );
    case "parallel":
      return (
        <>
          <KeysField
            label="Axes, from left to right"
            choices={all}
            values={panel.columns}
            most={12}
            onChange={(columns) =>
              onChange({ ...panel, columns, logColumns: panel.logColumns.filter((column) => columns.includes(column)) })
            }
          />
          <KeysField
            label="Logarithmic of them"
            choices={all.filter(({ value }) => panel.columns.includes(value))}
            values={panel.logColumns}
            most={12}
            onChange={(logColumns) => onChange({ ...panel, logColumns })}
          />
        </>
      );
    default:
      return null;
  }
}
