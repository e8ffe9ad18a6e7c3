import { fromMetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Figure } from "@plumbline/ui/figure";
import { Swatch } from "@plumbline/ui/status";
import { Duration, Time } from "@plumbline/ui/time";
import { CornerDownRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "#src/shell/paths.ts";
import { InlineText } from "../editing/inline-text.tsx";
import { tagEdit } from "../editing/run-edit.ts";
import type { EditOf } from "../editing/use-edit-run.ts";
import { isClientTag, ownerName, tagOf } from "../run/run-facts.ts";
import { RunStatus } from "../run/run-status.tsx";
import { textOf, widthFor } from "./column-widths.ts";
import {
  type Aggregate,
  type Attribute,
  attributeTags,
  columnLabel,
  parentTag,
  printColumn,
  type RunColumn,
  sortExpression,
} from "./columns.ts";
import { ExperimentName } from "./experiment-name.tsx";

export interface CellContext {
  workspace: string;
  /** Colours of the runs that the charts show. */
  colors: ReadonlyMap<string, number>;
  /** Letters of the longest value, by the column. */
  longest: Readonly<Record<string, number>>;
  pinned: readonly string[];
  /** Where names and tags may be edited in their places; undefined where they may not. */
  editing?: CellEditing | undefined;
}

interface CellEditing {
  /** The run whose name is asked for by a key. */
  readonly askedId: string | undefined;
  readonly edit: (of: EditOf) => void;
  readonly onEnd: () => void;
}

export function tableColumns(columns: readonly RunColumn[], context: CellContext): TableColumn<Run>[] {
  return [nameColumn(context), ...columns.map((column) => tableColumn(column, context))];
}

function nameColumn({ workspace, colors, editing }: CellContext): TableColumn<Run> {
  return {
    id: "name",
    label: "Name",
    width: 200,
    sortable: true,
    cell: (run) => {
      const color = colors.get(run.runId);
      return (
        <span className="flex min-w-0 items-center gap-2">
          {color !== undefined && <Swatch color={color} />}
          {color === undefined && colors.size > 0 && <span className="w-[9px] flex-none" />}
          {tagOf(run, parentTag) && <CornerDownRight className="icon-small text-ink-3" aria-label="Child run" />}
          <EditedName run={run} editing={editing}>
            <Link href={paths.run(workspace, run.runId)} title={run.name} className="truncate font-medium hover:underline">
              {run.name}
            </Link>
          </EditedName>
        </span>
      );
    },
  };
}

function EditedName({ run, editing, children }: { run: Run; editing: CellEditing | undefined; children: ReactNode }) {
  if (!editing || run.lifecycleStage === "deleted") return children;
  const { runId, name } = run;
  return (
    <InlineText
      value={name}
      what={`name of ${name}`}
      maxLength={runNameMax}
      isRequired
      isAsked={editing.askedId === runId}
      onEnd={editing.onEnd}
      onSave={(after) => editing.edit({ runId, edit: { kind: "name", before: name, after } })}
    >
      {children}
    </InlineText>
  );
}

function EditedTag({ run, tag, editing }: { run: Run; tag: string; editing: CellEditing | undefined }) {
  const before = tagOf(run, tag);
  const text = <Text value={before} />;
  // What clients keep says something of the run that a text typed here would make wrong.
  if (!editing || run.lifecycleStage === "deleted" || isClientTag(tag)) return text;
  const { runId } = run;
  return (
    <InlineText
      value={before ?? ""}
      what={`tag ${tag} of ${run.name}`}
      maxLength={tagValueMax}
      onSave={(typed) => editing.edit({ runId, edit: tagEdit(tag, before, typed) })}
    >
      {text}
    </InlineText>
  );
}

const runNameMax = 1000;
const tagValueMax = 8000;

function tableColumn(column: RunColumn, { longest, pinned, editing }: CellContext): TableColumn<Run> {
  const id = printColumn(column);
  const isSortable = sortExpression(id) !== undefined;
  const shape = { id, label: columnLabel(column), sortable: isSortable, isPinned: pinned.includes(id) };
  if (column.kind === "metric") {
    return {
      ...shape,
      width: widthFor(shape.label),
      align: "end",
      header: <MetricHeader name={column.key} aggregate={column.aggregate} />,
      cell: (run) => metricCell(run, column),
    };
  }
  if (column.kind === "attribute") return { ...shape, ...attributeShapes[column.key], cell: (run) => attributeCell(run, column.key) };
  const width = widthFor(shape.label, longest[id]);
  if (column.kind === "tag")
    return { ...shape, width, align: "end", cell: (run) => <EditedTag run={run} tag={column.key} editing={editing} /> };
  return { ...shape, width, align: "end", cell: (run) => <Text value={textOf(run, column)} /> };
}

function MetricHeader({ name, aggregate }: { name: string; aggregate: Aggregate }) {
  return (
    <>
      {name}
      {aggregate !== "last" && <span className="font-normal">, {aggregate}</span>}
    </>
  );
}

function metricCell(run: Run, column: { key: string; aggregate: Aggregate }): ReactNode {
  const value = metricValue(
    run.metrics.find(({ key }) => key === column.key),
    column.aggregate,
  );
  return value === undefined ? null : <Figure value={value} />;
}

/** A figure of a metric; undefined where the run has none, or nothing but NaN to make it of. */
export function metricValue(metric: MetricSummary | undefined, aggregate: Aggregate): number | undefined {
  if (!metric) return undefined;
  const value = aggregate === "last" || aggregate === "first" ? metric[aggregate].value : metric[aggregate];
  return value === null ? undefined : fromMetricNumber(value);
}

const attributeShapes: Record<Attribute, { width: number; align?: "end" }> = {
  experiment: { width: 150 },
  status: { width: 104 },
  duration: { width: 90, align: "end" },
  started: { width: 90, align: "end" },
  user: { width: 120 },
  source: { width: 160 },
  commit: { width: 100 },
  dataset: { width: 160 },
  models: { width: 80, align: "end" },
};

function attributeCell(run: Run, key: Attribute): ReactNode {
  const cells: Record<Attribute, () => ReactNode> = {
    experiment: () => <ExperimentName experimentId={run.experimentId} />,
    status: () => <RunStatus status={run.status} />,
    duration: () => <Duration from={run.startTime} until={run.endTime ?? undefined} className="text-ink-2" />,
    started: () => <Time at={run.startTime} className="text-ink-2" />,
    user: () => <span className="truncate text-ink-2">{ownerName(run)}</span>,
    source: () => <Text value={tagOf(run, attributeTags.source)?.split(/[/\\]/).at(-1)} />,
    commit: () => <Text value={tagOf(run, attributeTags.commit)?.slice(0, 8)} />,
    dataset: () => <span className="truncate">{run.inputs.map(({ dataset }) => dataset.name).join(", ")}</span>,
    models: () => run.modelOutputs.length || null,
  };
  return cells[key]();
}

function Text({ value }: { value: string | undefined }) {
  return (
    <span className="code truncate" title={value}>
      {value}
    </span>
  );
}
