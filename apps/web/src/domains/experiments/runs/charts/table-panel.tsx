"use client";
import { listRunArtifacts } from "@plumbline/contracts/artifacts";
import { ChartCard } from "@plumbline/ui/charts/chart-card";
import { DataTable, type TableColumn } from "@plumbline/ui/data-table";
import { Figure } from "@plumbline/ui/figure";
import { Skeleton } from "@plumbline/ui/skeleton";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { contentAddress } from "#src/domains/artifacts/queries.ts";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { useBoard } from "./board-context.ts";
import { joinTables, type LoggedTable, readTable } from "./logged-table.ts";
import type { PanelProps } from "./panel-props.ts";

/** Each of them is a file to read. */
const mostRuns = 12;
/** A larger one is for the run's own page. */
const fileBytesMax = 4_000_000;

/** The file of a run as a table; what it has instead, in words. */
const tableQuery = (api: WorkspaceApi, runId: string, path: string) => ({
  queryKey: [api.workspace, "artifacts", runId, "logged-table", path],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<{ table?: LoggedTable; missing?: string }> => {
    const folder = path.split("/").slice(0, -1).join("/");
    const { items } = await api.call(listRunArtifacts, { runId, path: folder, limit: 1_000 }, { signal });
    const entry = items.find((item) => item.path === path && !item.isDirectory);
    if (!entry) return { missing: "no such file" };
    if ((entry.sizeBytes ?? 0) > fileBytesMax) return { missing: "more than 4 MB" };
    const response = await fetch(contentAddress(api, runId, path), { signal });
    if (!response.ok) throw new Error(`the file was answered with ${response.status}`);
    const table = readTable(path, await response.text());
    return table ? { table } : { missing: "no table" };
  },
});

/** A table that the drawn runs logged at one path, below each other. */
export function TablePanel({ panel, card, height }: PanelProps<"table">) {
  const api = useApi();
  const { runs } = useBoard();
  const shown = runs.slice(0, mostRuns);
  const files = useQueries({ queries: shown.map(({ runId }) => tableQuery(api, runId, panel.path)) });
  const stamp = files.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` tells when a file was read; their list is a new one each time
  const joined = useMemo(
    () => joinTables(files.flatMap(({ data }, at) => (data?.table ? [{ run: shown[at]?.name ?? "", table: data.table }] : []))),
    [stamp],
  );
  const isPending = files.some((file) => file.isPending);
  const missing = files.filter(({ data, error }) => error || data?.missing).length;
  const notes = [
    ...(runs.length > mostRuns ? [`${mostRuns} of ${runs.length} runs shown`] : []),
    ...(missing > 0 && missing < shown.length ? [`${missing} of them without such a table, or with one above 4 MB`] : []),
  ];
  const hasRows = joined.rows.length > 0;
  return (
    <ChartCard
      {...card}
      aside={hasRows ? `${joined.rows.length} rows` : undefined}
      notes={notes}
      table={hasRows ? () => joined : undefined}
    >
      {isPending && <Skeleton className="m-3 h-24! w-full" />}
      {!(isPending || hasRows) && (
        <p style={{ height }} className="grid place-items-center px-3 text-center text-ink-3">
          None of the drawn runs has a table at {panel.path}.
        </p>
      )}
      {hasRows && <Rows title={card.title} joined={joined} height={height} />}
    </ChartCard>
  );
}

interface Row {
  at: number;
  cells: readonly (string | number | null)[];
}

function Rows({ title, joined, height }: { title: string; joined: ReturnType<typeof joinTables>; height: number }) {
  const rows = useMemo(() => joined.rows.map((cells, at): Row => ({ at, cells })), [joined]);
  const columns = useMemo(
    () =>
      joined.head.map(
        (label, at): TableColumn<Row> => ({
          id: String(at),
          label,
          width: at === 0 ? 140 : 120,
          cell: ({ cells }) => {
            const value = cells[at];
            return typeof value === "number" ? <Figure value={value} /> : <span className="truncate">{value}</span>;
          },
        }),
      ),
    [joined],
  );
  return (
    <div style={{ height: Math.max(height, 200) }} className="flex">
      <DataTable
        label={`Rows of ${title}`}
        columns={columns}
        rows={rows}
        rowKey={({ at }) => String(at)}
        rowLabel={({ cells }) => String(cells[0] ?? "")}
        rowCount={rows.length}
        hasPageKeys={false}
        className="min-w-0 flex-1"
      />
    </div>
  );
}
