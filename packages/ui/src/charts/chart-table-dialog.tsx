"use client";
import { useMemo } from "react";
import { DataTable, type TableColumn } from "../data-table.tsx";
import { Dialog } from "../dialog.tsx";
import { Figure } from "../figure.tsx";
import { formatCount } from "../format/number.ts";
import type { ChartTable } from "./chart-table.ts";

interface Row {
  at: number;
  cells: ChartTable["rows"][number];
}

/** The numbers behind a chart. */
export function ChartTableDialog({ title, makeTable, onClose }: { title: string; makeTable: () => ChartTable; onClose: () => void }) {
  const { head, rows } = useMemo(makeTable, [makeTable]);
  const listed = useMemo(() => rows.map((cells, at): Row => ({ at, cells })), [rows]);
  const columns = useMemo(
    () =>
      head.map(
        (label, at): TableColumn<Row> => ({
          id: String(at),
          label,
          width: at === 0 ? 150 : 140,
          ...(at > 0 && { align: "end" }),
          cell: ({ cells }) => <Cell value={cells[at]} />,
        }),
      ),
    [head],
  );
  return (
    <Dialog open onOpenChange={onClose} width="wide" title={title} description={`${formatCount(rows.length)} rows, as they are drawn`}>
      <DataTable
        label={`Table of ${title}`}
        columns={columns}
        rows={listed}
        rowKey={({ at }) => String(at)}
        rowLabel={({ cells }) => String(cells[0] ?? "")}
        rowCount={rows.length}
        hasPageKeys={false}
        className="mb-3 h-[56vh] rounded-md border"
      />
    </Dialog>
  );
}

function Cell({ value }: { value: string | number | null | undefined }) {
  if (value === null) return <span className="text-ink-3">gap</span>;
  if (value === undefined) return null;
  return typeof value === "number" ? <Figure value={value} /> : <span className="truncate">{value}</span>;
}
