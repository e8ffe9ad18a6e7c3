"use client";
import { type ArtifactEntry, type ArtifactTable, tableBytesMax } from "@plumbline/contracts/artifacts";
import { Button } from "@plumbline/ui/button";
import { formatBytes, formatCount } from "@plumbline/ui/format/number";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { isCode, problemText } from "#src/shell/problem-text.ts";
import { NoPreview } from "./no-preview.tsx";
import type { ParsedTable } from "./parse-table.ts";
import { tablePageRows, tableQuery } from "./queries.ts";
import { TableRows } from "./table-rows.tsx";
import { TextTablePreview } from "./text-preview.tsx";

interface TableProps {
  entry: ArtifactEntry;
  runId: string;
  format: "csv" | "tsv" | "parquet";
}

/** A file of rows, read by the server page by page. Of a text that it cannot read, the beginning is shown as it stands. */
export function TablePreview({ entry, runId, format }: TableProps) {
  const isLarge = (entry.sizeBytes ?? 0) > tableBytesMax;
  if (isLarge && format === "parquet")
    return <NoPreview title={`${formatBytes(entry.sizeBytes ?? 0)} is too large to show as a table`} reason={tooLarge} />;
  if (isLarge) return <TextTablePreview entry={entry} runId={runId} isTabbed={format === "tsv"} reason={tooLarge} />;
  if (entry.sizeBytes === 0) return <NoPreview title="The file is empty" />;
  return <PagedTable key={entry.path} entry={entry} runId={runId} format={format} />;
}

const tooLarge = `Tables of up to ${formatBytes(tableBytesMax)} are shown row by row.`;

function PagedTable({ entry, runId, format }: TableProps) {
  const [offset, setOffset] = useState(0);
  const query = useQuery(tableQuery(useApi(), runId, { entry, offset }));
  if (isCode(query.error, "invalid")) {
    const { detail } = problemText(query.error);
    if (format === "parquet") return <NoPreview title="This file cannot be shown as a table" reason={detail} />;
    return <TextTablePreview entry={entry} runId={runId} isTabbed={format === "tsv"} reason={detail} />;
  }
  return (
    <Loaded query={query} what="The table" skeleton={<SkeletonRows label="The table is being read" columns={[120, 120, 80, 80]} />}>
      {(data) => (
        <>
          <TableRows table={asText(data)} />
          <Pages table={data} offset={offset} onOffset={setOffset} />
        </>
      )}
    </Loaded>
  );
}

const asText = ({ columns, rows }: ArtifactTable): ParsedTable => ({
  head: columns.map(({ name }) => name),
  rows: rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell)))),
});

function Pages({ table, offset, onOffset }: { table: ArtifactTable; offset: number; onOffset: (offset: number) => void }) {
  const last = offset + table.rows.length;
  const isOnly = offset === 0 && !table.hasMore;
  return (
    <footer className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-1.5 text-ink-3 text-small">
      <span aria-live="polite">
        {isOnly ? "" : `Rows ${formatCount(offset + 1)} to ${formatCount(last)} of `}
        {formatCount(table.totalRows)} {table.totalRows === 1 ? "row" : "rows"}, {table.columns.length}{" "}
        {table.columns.length === 1 ? "column" : "columns"}
      </span>
      {!isOnly && (
        <span className="ml-auto flex gap-1.5">
          <Button
            size="small"
            denied={offset === 0 ? "These are the first rows" : undefined}
            onClick={() => onOffset(Math.max(0, offset - tablePageRows))}
          >
            <ChevronLeft className="icon-small" aria-hidden="true" />
            Previous
          </Button>
          <Button size="small" denied={table.hasMore ? undefined : "These are the last rows"} onClick={() => onOffset(last)}>
            Next
            <ChevronRight className="icon-small" aria-hidden="true" />
          </Button>
        </span>
      )}
    </footer>
  );
}
