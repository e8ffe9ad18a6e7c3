"use client";
import type { DatasetPreview } from "@plumbline/contracts/datasets/profile";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { formatCount } from "@plumbline/ui/format/number";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { previewQuery } from "../queries.ts";
import { cellText } from "./cell-text.ts";

/** Drawn whole, a wider table would be slow; the download has all. */
const shownColumns = 100;

/** The beginning of the file, as it stands in it. */
export function FirstRows({ version }: { version: DatasetVersion }) {
  const query = useQuery(previewQuery(useApi(), version));
  return (
    <Loaded
      query={query}
      what="The first rows"
      skeleton={<SkeletonRows label="The first rows are being read" rows={10} columns={[90, 90, 90, 90, 90]} />}
    >
      {({ preview }) =>
        preview ? <Preview preview={preview} rowCount={version.profile.rowCount ?? 0} /> : <EmptyState title="No rows are kept" />
      }
    </Loaded>
  );
}

function Preview({ preview, rowCount }: { preview: DatasetPreview; rowCount: number }) {
  if (preview.rows.length === 0) return <EmptyState title="The file has columns and no rows" />;
  const columns = preview.columns.slice(0, shownColumns);
  const isNumeric = (type: string) => type === "integer" || type === "number";
  return (
    <>
      <div className="max-h-[68vh] overflow-y-auto">
        <Table
          label="First rows"
          headings={columns.map(({ name, type }) => ({ label: name, ...(isNumeric(type) ? { align: "end" as const } : {}) }))}
        >
          {preview.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no identity but their place
            <tr key={at}>
              {columns.map(({ name, type }, column) => (
                <Cell key={name} className="max-w-72 truncate" {...(isNumeric(type) ? { align: "end" as const } : {})}>
                  <Value value={row[column] ?? null} />
                </Cell>
              ))}
            </tr>
          ))}
        </Table>
      </div>
      <p className="border-t px-3 py-2 text-ink-3 text-small">
        {formatCount(preview.rows.length)} of {formatCount(rowCount)} rows
        {preview.columns.length > columns.length && `, ${columns.length} of ${formatCount(preview.columns.length)} columns`}. Long values
        are cut.
      </p>
    </>
  );
}

function Value({ value }: { value: DatasetPreview["rows"][number][number] }) {
  if (value === null) return <span className="text-ink-3">missing</span>;
  return <span title={String(value)}>{cellText(value)}</span>;
}
