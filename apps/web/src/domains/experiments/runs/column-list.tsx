"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { Checkbox } from "@plumbline/ui/checkbox";
import { SearchInput, Select } from "@plumbline/ui/input";
import { useState } from "react";
import { isSystemMetric } from "../run/run-facts.ts";
import { type Aggregate, aggregates, attributeLabels, attributes, columnLabel, printColumn, type RunColumn } from "./columns.ts";

export interface ColumnPickerProps {
  known: RunKeys;
  shown: readonly RunColumn[];
  onChange: (columns: readonly RunColumn[]) => void;
  /** Back to what is shown to whoever has not chosen. */
  onReset: () => void;
}

/** Drawn at most so many: an experiment may have ten thousand keys, and the search finds the rest. */
const mostListed = 200;

/** What can be a column, and what is one. */
export function ColumnList({ known, shown, onChange, onReset }: ColumnPickerProps) {
  const [search, setSearch] = useState("");
  const groups = groupsOf(known).map((group) => ({
    ...group,
    columns: group.columns.filter((column) => columnLabel(column).toLowerCase().includes(search.trim().toLowerCase())),
  }));
  const texts = new Set(shown.map(printColumn));
  const toggle = (column: RunColumn) => {
    const text = printColumn(column);
    onChange(texts.has(text) ? shown.filter((item) => printColumn(item) !== text) : [...shown, column]);
  };
  const isNone = groups.every(({ columns }) => columns.length === 0);
  return (
    <div className="flex max-h-[min(480px,70vh)] flex-col">
      <div className="flex gap-2 border-b p-2">
        <SearchInput
          aria-label="Search columns"
          autoFocus
          placeholder="Search metrics, params, tags"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="flex-1"
        />
        <Button onClick={onReset}>Reset</Button>
      </div>
      <div className="min-h-0 overflow-y-auto px-3 py-1.5">
        {isNone && <p className="py-4 text-center text-ink-3">No run has such a key.</p>}
        {groups.map((group) => (
          <Group key={group.title} {...group} chosen={texts} shown={shown} onToggle={toggle} onChange={onChange} />
        ))}
      </div>
    </div>
  );
}

function groupsOf(known: RunKeys): { title: string; columns: RunColumn[] }[] {
  const metrics = known.metrics.map((key): RunColumn => ({ kind: "metric", key, aggregate: "last" }));
  return [
    { title: "Run", columns: attributes.map((key): RunColumn => ({ kind: "attribute", key })) },
    { title: "Metrics", columns: metrics.filter(({ key }) => !isSystemMetric(key)) },
    { title: "Params", columns: known.params.map((key): RunColumn => ({ kind: "param", key })) },
    { title: "Tags", columns: known.tags.filter((key) => !key.startsWith("mlflow.")).map((key): RunColumn => ({ kind: "tag", key })) },
    { title: "System metrics", columns: metrics.filter(({ key }) => isSystemMetric(key)) },
  ];
}

interface GroupProps {
  title: string;
  columns: readonly RunColumn[];
  chosen: ReadonlySet<string>;
  shown: readonly RunColumn[];
  onToggle: (column: RunColumn) => void;
  onChange: (columns: readonly RunColumn[]) => void;
}

function Group({ title, columns, shown, onToggle, onChange }: GroupProps) {
  if (columns.length === 0) return null;
  const listed = columns.slice(0, mostListed);
  return (
    <fieldset className="min-w-0 pb-1.5">
      <legend className="pt-1 pb-0.5 text-caption text-ink-3">{title}</legend>
      {listed.map((column) => (
        <Choice
          key={printColumn(column)}
          column={column}
          current={shown.find((item) => item.kind === column.kind && item.key === column.key)}
          onToggle={onToggle}
          onAggregate={(from, aggregate) =>
            onChange(shown.map((item) => (item === from && item.kind === "metric" ? { ...item, aggregate } : item)))
          }
        />
      ))}
      {columns.length > listed.length && (
        <p className="py-1 text-ink-3 text-small">
          {listed.length} of {columns.length} listed. Search for the others.
        </p>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  column: RunColumn;
  current: RunColumn | undefined;
  onToggle: (column: RunColumn) => void;
  onAggregate: (column: RunColumn, aggregate: Aggregate) => void;
}

function Choice({ column, current, onToggle, onAggregate }: ChoiceProps) {
  const name = column.kind === "attribute" ? attributeLabels[column.key] : column.key;
  return (
    <div className="flex min-h-7 items-center gap-2.5">
      <Checkbox label={`Column ${name}`} checked={current !== undefined} onChange={() => onToggle(current ?? column)} />
      <span className={`min-w-0 flex-1 truncate ${column.kind === "attribute" ? "" : "code"}`} title={name}>
        {name}
      </span>
      {current?.kind === "metric" && (
        <Select
          aria-label={`Figure of ${name}`}
          value={current.aggregate}
          onChange={(event) => onAggregate(current, event.target.value as Aggregate)}
          className="h-6! w-20! text-small"
        >
          {aggregates.map((aggregate) => (
            <option key={aggregate}>{aggregate}</option>
          ))}
        </Select>
      )}
    </div>
  );
}
