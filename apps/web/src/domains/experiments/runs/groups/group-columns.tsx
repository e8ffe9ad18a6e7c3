import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { Run, RunStatus } from "@plumbline/contracts/experiments/run";
import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Count, Figure } from "@plumbline/ui/figure";
import { formatCount, formatNumber } from "@plumbline/ui/format/number";
import { Spinner } from "@plumbline/ui/spinner";
import { Time } from "@plumbline/ui/time";
import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { statusWords } from "../../run/status-words.ts";
import type { RunColumn } from "../columns.ts";
import { groupingLabel } from "../grouping.ts";
import { type GroupItem, summaryOf } from "./group-items.ts";

export interface GroupActs {
  grouping: RunGrouping;
  toggle: (group: Extract<GroupItem, { kind: "group" }>["group"]) => void;
  showMore: (group: Extract<GroupItem, { kind: "more" }>["group"]) => void;
}

/** The columns of runs, whose group rows sum up. */
export function groupColumns(columns: readonly TableColumn<Run>[], shown: readonly RunColumn[], acts: GroupActs): TableColumn<GroupItem>[] {
  return columns.map((column, at) => {
    const of = shown[at - 1];
    return of === undefined ? nameColumn(column, acts) : { ...column, cell: (item) => valueCell(item, column, of) };
  });
}

const widestName = 260;

function nameColumn(column: TableColumn<Run>, acts: GroupActs): TableColumn<GroupItem> {
  const cell = (item: GroupItem) => {
    if (item.kind === "group") return <GroupName item={item} acts={acts} />;
    if (item.kind === "more") return <More item={item} acts={acts} />;
    return <span className="min-w-0 pl-6">{column.cell(item.run)}</span>;
  };
  return { ...column, width: Math.max(column.width, widestName), cell };
}

function valueCell(item: GroupItem, column: TableColumn<Run>, of: RunColumn): ReactNode {
  if (item.kind === "run") return column.cell(item.run);
  return item.kind === "group" ? groupCell(item, of) : null;
}

function GroupName({ item, acts }: { item: Extract<GroupItem, { kind: "group" }>; acts: GroupActs }) {
  const { group, isOpen } = item;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={() => acts.toggle(group)}
      className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-left"
    >
      <Chevron className="icon-small flex-none text-ink-3" aria-hidden="true" />
      <span className="min-w-0 truncate font-medium" title={groupName(item, acts.grouping)}>
        {groupName(item, acts.grouping)}
      </span>
      <span className="flex-none text-ink-3 text-small">
        <Count value={group.runs} /> {group.runs === 1 ? "run" : "runs"}
      </span>
    </button>
  );
}

/** A group in words. */
export function groupName({ group }: Pick<Extract<GroupItem, { kind: "group" }>, "group">, grouping: RunGrouping): string {
  if (group.value === null) return grouping.by === "parent" ? "Without a parent run" : `Without ${groupingLabel(grouping)}`;
  if (grouping.by === "parent") return group.title ?? `Run ${group.value} (deleted or elsewhere)`;
  if (grouping.by === "status") return statusWords[group.value as RunStatus] ?? group.value;
  return group.digest ? `${group.value} (${group.digest.slice(0, 8)})` : group.value || '""';
}

function More({ item, acts }: { item: Extract<GroupItem, { kind: "more" }>; acts: GroupActs }) {
  if (item.isReading) return <Spinner className="ml-6 text-ink-3" />;
  return (
    <button type="button" onClick={() => acts.showMore(item.group)} className="pl-6 text-accent text-small hover:underline">
      Show more: {formatCount(item.left)} left
    </button>
  );
}

function groupCell({ group }: Extract<GroupItem, { kind: "group" }>, column: RunColumn): ReactNode {
  if (column.kind === "attribute") return column.key === "started" ? <Time at={group.latestStart} className="text-ink-2" /> : null;
  if (column.kind !== "metric") return null;
  const found = group.figures.find(({ key, figure }) => key === column.key && figure === column.aggregate);
  const value = found?.[summaryOf(column.aggregate)];
  if (!found || value === null || value === undefined) return null;
  const [least, greatest] = [found.min, found.max].map((bound) => (bound === null ? "" : formatNumber(fromMetricNumber(bound))));
  const words = `${summaryOf(column.aggregate)} of ${formatCount(found.runs)} runs, from ${least} to ${greatest}`;
  return (
    <span title={words} className="flex items-baseline gap-1">
      <Figure value={fromMetricNumber(value)} className="font-medium" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
