"use client";
import { useMemo } from "react";
import { DataTable, type TableColumn } from "../data-table.tsx";
import { Dialog } from "../dialog.tsx";
import { Figure } from "../figure.tsx";
import type { PreparedCurves } from "./series.ts";

interface PointRow {
  x: number;
  values: readonly (number | null | undefined)[];
}

/** The numbers behind a chart. */
export function CurveTable(props: { title: string; xLabel: string; prepared: PreparedCurves; onClose: () => void }) {
  const { prepared } = props;
  const rows = useMemo(
    () => prepared.x.map((x, at): PointRow => ({ x, values: prepared.columns.map((column) => column[at]) })),
    [prepared],
  );
  const columns = useMemo(
    (): TableColumn<PointRow>[] => [
      { id: "x", label: props.xLabel, width: 120, align: "end", cell: (row) => <Figure value={row.x} /> },
      ...prepared.series.map(
        (series, at): TableColumn<PointRow> => ({
          id: series.id,
          label: series.label,
          width: 150,
          align: "end",
          cell: (row) => <Value value={row.values[at]} />,
        }),
      ),
    ],
    [prepared, props.xLabel],
  );
  return (
    <Dialog open onOpenChange={props.onClose} width="wide" title={props.title} description={`${rows.length} points, as they are drawn`}>
      <DataTable
        label={`Points of ${props.title}`}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.x)}
        rowLabel={(row) => `${props.xLabel} ${row.x}`}
        rowCount={rows.length}
        hasPageKeys={false}
        className="mb-3 h-[56vh] rounded-md border"
      />
    </Dialog>
  );
}

function Value({ value }: { value: number | null | undefined }) {
  if (value === null) return <span className="text-ink-3">gap</span>;
  return value === undefined ? null : <Figure value={value} />;
}
