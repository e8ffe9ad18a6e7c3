"use client";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { guessColumn } from "./guess-column.ts";
import { requirementId } from "./requirement-id.ts";

interface ColumnsProps {
  columns: readonly string[];
}

export const metrics = ["auc", "accuracy", "f1", "log_loss", "brier", "ks", "mae", "rmse", "r2"] as const;
const grid = "grid gap-3.5 sm:grid-cols-2";

export function ChampionFields({ columns }: ColumnsProps) {
  return (
    <div className={grid}>
      <ColumnField columns={columns} name="label" label="What came true" />
      <Field name="metric" label="Metric">
        {(control) => (
          <Select {...control}>
            {metrics.map((metric) => (
              <option key={metric}>{metric}</option>
            ))}
          </Select>
        )}
      </Field>
      <ColumnField columns={columns} name="candidate" label="Answers of this version" />
      <ColumnField columns={columns} name="champion" label="Answers of the champion" />
      <NumberField name="margin" label="Margin" value={0} help="Differences up to this size do not matter." />
      <DatasetField />
    </div>
  );
}

export function FairnessFields({ columns }: ColumnsProps) {
  return (
    <div className={grid}>
      <ColumnField columns={columns} name="attribute" label="Protected attribute" />
      <ColumnField columns={columns} name="prediction" label="Decision, 1 or 0" />
      <ColumnField columns={columns} name="label" label="What came true" isOptional />
      <ColumnField columns={columns} name="score" label="Score" isOptional />
      <Field name="reference" label="Reference group" optional help="The largest one where left out.">
        {(control) => <Input {...control} maxLength={250} autoComplete="off" />}
      </Field>
      <NumberField
        name="minGroup"
        label="Rows in a group, at least"
        value={100}
        step={1}
        help="Smaller groups are listed and not judged."
      />
      <NumberField name="selectionRatio" label="Selection ratio, at least" value={0.8} help="Against the reference, 0 to 1." />
      <DatasetField />
    </div>
  );
}

function DatasetField() {
  return (
    <Field name="dataset" label="Dataset" optional help="Where the rows come from.">
      {(control) => <Input {...control} maxLength={500} autoComplete="off" />}
    </Field>
  );
}

interface ColumnFieldProps extends ColumnsProps {
  name: string;
  label: string;
  isOptional?: boolean;
}

function ColumnField({ columns, name, label, isOptional = false }: ColumnFieldProps) {
  return (
    <Field name={name} label={label} optional={isOptional}>
      {(control) => (
        <Select {...control} required={!isOptional} defaultValue={guessColumn(columns, name, isOptional)}>
          {isOptional && <option value="">None</option>}
          {columns.map((column) => (
            <option key={column}>{column}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function NumberField(props: { name: string; label: string; value: number; step?: number; min?: number; help: string }) {
  return (
    <Field name={props.name} label={props.label} help={props.help}>
      {(control) => (
        <Input {...control} type="number" min={props.min ?? 0} step={props.step ?? "any"} required defaultValue={props.value} />
      )}
    </Field>
  );
}

/** What is sent for the columns that were chosen. */
export function inputOf(clause: Pick<Clause, "id" | "kind">, uploadId: string, form: FormData): ProduceInput {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const some = (name: string) => (text(name) === "" ? {} : { [name]: text(name) });
  const made = { ...requirementId(clause), uploadId, ...some("dataset") };
  if (clause.kind === "fairness") {
    return {
      kind: "fairness",
      ...made,
      attribute: text("attribute"),
      prediction: text("prediction"),
      ...some("label"),
      ...some("score"),
      ...some("reference"),
      minGroup: Number(text("minGroup")),
      selectionRatio: Number(text("selectionRatio")),
    };
  }
  return {
    kind: "champion",
    ...made,
    label: text("label"),
    candidate: text("candidate"),
    champion: text("champion"),
    metric: metrics.find((metric) => metric === text("metric")) ?? "auc",
    margin: Number(text("margin")),
  };
}
