"use client";
import { Button } from "@plumbline/ui/button";
import { DataTable, type TableColumn } from "@plumbline/ui/data-table";
import { Swatch } from "@plumbline/ui/status";
import Link from "next/link";
import { useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { bestRun, cellOf } from "./row-cells.ts";
import { signedShare } from "./signed.ts";
import type { TableItem } from "./table-items.ts";
import type { Compared } from "./use-compared.ts";
import { ValueCell } from "./value-cell.tsx";

const widths = { name: 190, run: 142, baseline: 178, correlation: 120 };
/** A browser lays out no more columns than this without standing still. */
const mostColumns = 60;
const none: ReadonlySet<number> = new Set();

/** A row for each thing that was logged, a column for each run. */
export function KeysTable({ compared, items }: { compared: Compared; items: readonly TableItem[] }) {
  const columns = useColumns(compared);
  const left = compared.kept.length - mostColumns;
  return (
    <>
      <DataTable
        label="What differs"
        columns={columns}
        rows={items}
        rowKey={idOf}
        rowLabel={labelOf}
        rowCount={items.length}
        hasPageKeys={false}
        isCompact
        className="max-h-[60vh]"
      />
      {left > 0 && (
        <p className="border-t px-3 py-1.5 text-ink-3 text-small">
          The first {mostColumns} of {compared.kept.length} runs. All of them stand one below the other with “Run by row”.
        </p>
      )}
    </>
  );
}

const idOf = (item: TableItem): string => item.id;
const labelOf = (item: TableItem): string =>
  item.kind === "row" ? item.row.label : item.kind === "head" ? item.label : "What is the same in all runs";

/** By what they are made of, so that rows are not drawn again while the page is looked at in another way. */
function useColumns(compared: Compared): readonly TableColumn<TableItem>[] {
  const { workspace } = useApi();
  const { runs, kept, baseline, colors, isRelative, correlations, lead, setAll } = compared;
  const keptText = kept.slice(0, mostColumns).join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what sets the address does the same each time
  return useMemo(() => {
    const shown = keptText.split(",").map(Number);
    const best = bestIn(shown);
    const runColumn = (run: number): TableColumn<TableItem> => {
      const { runId = "", name = "" } = runs[run] ?? {};
      return {
        id: runId,
        label: name,
        width: run === baseline ? widths.baseline : widths.run,
        align: "end",
        header: <RunName href={paths.run(workspace, runId)} name={name} color={colors.get(runId) ?? 1} isBaseline={run === baseline} />,
        cell: (item) =>
          item.kind === "row" && (
            <ValueCell row={item.row} cell={cellOf(item.row, run, baseline)} isBest={best(item).has(run)} isRelative={isRelative} />
          ),
      };
    };
    const named: TableColumn<TableItem> = {
      id: "name",
      label: "Name",
      width: widths.name,
      cell: (item) => <NameCell item={item} count={runs.length} onShow={() => setAll(true)} />,
    };
    const going: TableColumn<TableItem> = {
      id: "correlation",
      label: lead ? `With ${lead.label}` : "",
      width: widths.correlation,
      align: "end",
      header: <span title={`Rank correlation with ${lead?.label} over ${runs.length} runs`}>With {lead?.label}</span>,
      cell: (item) => item.kind === "row" && <Correlation value={correlations.get(item.id)} />,
    };
    return [named, ...shown.map(runColumn), ...(correlations.size > 0 ? [going] : [])];
  }, [runs, keptText, baseline, colors, isRelative, correlations, lead, workspace]);
}

/** The runs that are best in a row, remembered by the row. */
function bestIn(shown: readonly number[]): (item: TableItem) => ReadonlySet<number> {
  const known = new Map<string, ReadonlySet<number>>();
  return (item) => {
    if (item.kind !== "row") return none;
    const before = known.get(item.id);
    if (before) return before;
    const best = bestRun(item.row, shown);
    const found = best === undefined ? none : new Set([best]);
    known.set(item.id, found);
    return found;
  };
}

function RunName({ href, name, color, isBaseline }: { href: string; name: string; color: number; isBaseline: boolean }) {
  return (
    <span className="flex min-w-0 items-center justify-end gap-1.5">
      <Swatch color={color} />
      <Link href={href} title={name} className="truncate font-medium text-ink hover:underline">
        {name}
      </Link>
      {isBaseline && <span className="flex-none font-normal">baseline</span>}
    </span>
  );
}

function NameCell({ item, count, onShow }: { item: TableItem; count: number; onShow: () => void }) {
  if (item.kind === "head") return <span className="font-medium text-ink-3 text-small">{item.label}</span>;
  if (item.kind === "row") {
    return (
      <span title={item.row.label} className="code truncate">
        {item.row.label}
      </span>
    );
  }
  return (
    <Button size="small" tone="ghost" onClick={onShow} className="-ml-2">
      {item.count} identical in all {count}
    </Button>
  );
}

const barHalf = 24;

/** A bar to the right where both rise together, to the left where one falls. */
function Correlation({ value }: { value: number | undefined }) {
  if (value === undefined) return null;
  const width = Math.max(1, Math.abs(value) * barHalf);
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="relative h-2.5" style={{ width: 2 * barHalf }}>
        <i className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
        <i className="absolute inset-y-0.5 rounded-[1px] bg-ink-3" style={{ width, left: value < 0 ? barHalf - width : barHalf }} />
      </span>
      <span className="w-11 tabular-nums">{signedShare(value)}</span>
    </span>
  );
}
