"use client";
import type { ComparedRun } from "@plumbline/contracts/experiments/compare-runs";
import { DataTable, type TableColumn, type TableSort } from "@plumbline/ui/data-table";
import { Swatch } from "@plumbline/ui/status";
import Link from "next/link";
import { useMemo, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { RunStatus } from "../run/run-status.tsx";
import { type KeyRow, type Value, valueAt } from "./key-rows.ts";
import { numberOf } from "./rank-correlation.ts";
import { bestRun, cellOf } from "./row-cells.ts";
import type { Compared } from "./use-compared.ts";
import { ValueCell } from "./value-cell.tsx";

interface RunItem {
  at: number;
  run: ComparedRun;
}

/** A browser lays out no more columns than this without standing still. */
const mostColumns = 40;
const widths = { name: 190, status: 96, metric: 150, text: 120 };

/** A row for each run, a column for each thing that differs: for many runs. */
export function RunsTable({ compared, rows }: { compared: Compared; rows: readonly KeyRow[] }) {
  const [sort, setSort] = useState<TableSort>();
  const shown = useMemo(() => rows.slice(0, mostColumns), [rows]);
  const columns = useColumns(compared, shown);
  const { runs, kept, baseline } = compared;
  const items = useMemo(
    () =>
      sorted(
        kept.flatMap((at) => (runs[at] ? [{ at, run: runs[at] }] : [])),
        { sort, rows: shown, baseline },
      ),
    [kept, runs, sort, shown, baseline],
  );
  return (
    <>
      <DataTable
        label="What differs"
        columns={columns}
        rows={items}
        rowKey={idOf}
        rowLabel={nameOf}
        rowCount={items.length}
        sort={sort}
        onSort={setSort}
        hasPageKeys={false}
        isCompact
        className="max-h-[60vh]"
      />
      {rows.length > mostColumns && (
        <p className="border-t px-3 py-1.5 text-ink-3 text-small">
          The first {mostColumns} of {rows.length} columns. Find the others by their name.
        </p>
      )}
    </>
  );
}

const idOf = ({ run }: RunItem): string => run.runId;
const nameOf = ({ run }: RunItem): string => run.name;

/** The baseline stays on top; what has no value comes last, whichever way is sorted. */
function sorted(
  items: readonly RunItem[],
  { sort, rows, baseline }: { sort: TableSort | undefined; rows: readonly KeyRow[]; baseline: number },
): RunItem[] {
  const row = rows.find(({ id }) => id === sort?.column);
  if (!(sort && (row || sort.column === "name"))) return [...items];
  const sign = sort.isDescending ? -1 : 1;
  const among = (one: RunItem, other: RunItem) =>
    row ? compareValues(valueAt(row, one.at), valueAt(row, other.at), sign) : sign * one.run.name.localeCompare(other.run.name, "en");
  const isBaseline = ({ at }: RunItem) => Number(at === baseline);
  return items.toSorted((one, other) => isBaseline(other) - isBaseline(one) || among(one, other));
}

function compareValues(left: Value, right: Value, sign: number): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  const [a, b] = [numberOf(left), numberOf(right)];
  return sign * (a !== undefined && b !== undefined ? a - b : String(left).localeCompare(String(right), "en"));
}

function useColumns(compared: Compared, rows: readonly KeyRow[]): readonly TableColumn<RunItem>[] {
  const { workspace } = useApi();
  const { kept, baseline, colors, isRelative } = compared;
  return useMemo(() => {
    const valueColumn = (row: KeyRow): TableColumn<RunItem> => {
      const best = bestRun(row, kept);
      return {
        id: row.id,
        label: row.label,
        width: row.kind === "metric" || row.kind === "system" ? widths.metric : widths.text,
        align: "end",
        sortable: true,
        header: <span title={row.label}>{row.label}</span>,
        cell: ({ at }) => <ValueCell row={row} cell={cellOf(row, at, baseline)} isBest={best === at} isRelative={isRelative} />,
      };
    };
    const named: TableColumn<RunItem> = {
      id: "name",
      label: "Run",
      width: widths.name,
      sortable: true,
      cell: ({ at, run }) => (
        <span className="flex min-w-0 items-center gap-2">
          <Swatch color={colors.get(run.runId) ?? 1} />
          <Link href={paths.run(workspace, run.runId)} title={run.name} className="truncate font-medium hover:underline">
            {run.name}
          </Link>
          {at === baseline && <span className="flex-none text-ink-3 text-small">baseline</span>}
        </span>
      ),
    };
    const status: TableColumn<RunItem> = {
      id: "status",
      label: "Status",
      width: widths.status,
      cell: ({ run }) => <RunStatus status={run.status} />,
    };
    return [named, status, ...rows.map(valueColumn)];
  }, [rows, kept, baseline, colors, isRelative, workspace]);
}
