"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { CodeBlock } from "@plumbline/ui/code-block";
import { formatBytes } from "@plumbline/ui/format/number";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { FileQuestion } from "lucide-react";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { longColumns, numericColumns, parseTable, shortFigure } from "./parse-table.ts";
import { imageBytesMax, layOut, type PreviewKind, previewBytes, previewKind } from "./preview-kind.ts";
import { contentAddress, textQuery } from "./queries.ts";
import { baseName } from "./tree-rows.ts";

interface FileProps {
  entry: ArtifactEntry;
  runId: string;
}

/** The file itself. The api serves it so that no file can act as the portal, whatever it holds. */
export function PreviewBody({ entry, runId }: FileProps) {
  const shown = previewKind(entry.path);
  if (shown.kind === "image") return <ImagePreview key={entry.path} entry={entry} runId={runId} />;
  if (shown.kind === "document") return <DocumentPreview entry={entry} runId={runId} />;
  if (shown.kind === "none") return <NoPreview title="This kind of file has no preview" />;
  return <TextPreview entry={entry} runId={runId} shown={shown} />;
}

function ImagePreview({ entry, runId }: FileProps) {
  const api = useApi();
  const [size, setSize] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  if ((entry.sizeBytes ?? 0) > imageBytesMax) return <NoPreview title={`${formatBytes(entry.sizeBytes ?? 0)} is too large to draw here`} />;
  if (isBroken) return <NoPreview title="The browser cannot read this image" />;
  return (
    <figure className="grid justify-items-center gap-2 bg-sunken p-3">
      {/* biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them */}
      <img
        src={contentAddress(api, runId, entry.path)}
        alt={baseName(entry.path)}
        onLoad={({ currentTarget }) => setSize(`${currentTarget.naturalWidth} × ${currentTarget.naturalHeight} px`)}
        onError={() => setBroken(true)}
        className="max-h-[64vh] max-w-full object-contain"
      />
      <figcaption className="text-ink-3 text-small">{size}</figcaption>
    </figure>
  );
}

function DocumentPreview({ entry, runId }: FileProps) {
  return (
    <iframe
      title={baseName(entry.path)}
      src={contentAddress(useApi(), runId, entry.path)}
      sandbox=""
      className="block h-[64vh] w-full bg-[white]"
    />
  );
}

function TextPreview({ entry, runId, shown }: FileProps & { shown: Exclude<PreviewKind, { kind: "image" | "document" | "none" }> }) {
  const text = useQuery(textQuery(useApi(), runId, entry));
  return (
    <Loaded query={text} what="The file" skeleton={<SkeletonRows label="The file is being read" columns={[320]} />}>
      {(data) => (
        <>
          {shown.kind === "table" ? (
            <TablePreview text={data.text} isCut={data.isCut} isTabbed={/\.tsv$/i.test(entry.path)} />
          ) : (
            <CodeBlock
              label={baseName(entry.path)}
              language={shown.language}
              code={layOut(data.text, shown.language)}
              className="max-h-[64vh] overflow-y-auto rounded-none! border-0!"
            />
          )}
          {data.isCut && (
            <p className="border-t px-3 py-1.5 text-ink-3 text-small">
              The first {formatBytes(previewBytes)} of {formatBytes(entry.sizeBytes ?? 0)}. Download it for the rest.
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

const shownRows = 500;

function TablePreview({ text, isCut, isTabbed }: { text: string; isCut: boolean; isTabbed: boolean }) {
  const table = useMemo(() => parseTable(text, { separator: isTabbed ? "\t" : ",", isCut }), [text, isCut, isTabbed]);
  const numeric = useMemo(() => numericColumns(table), [table]);
  const long = useMemo(() => longColumns(table), [table]);
  if (table.head.length === 0) return <NoPreview title="The file is empty" />;
  const align = (column: number) => (numeric[column] ? { align: "end" as const } : {});
  const headings = table.head.map((label, column) => ({ label: label || `column ${column + 1}`, ...align(column) }));
  return (
    <>
      <div className="max-h-[60vh] overflow-y-auto">
        <Table label="Rows of the file" headings={headings}>
          {table.rows.slice(0, shownRows).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no identity but their place
            <tr key={at}>
              {headings.map((heading, column) => (
                <Cell key={heading.label} {...align(column)}>
                  <span title={row[column]}>{long[column] ? shortFigure(row[column] ?? "") : row[column]}</span>
                </Cell>
              ))}
            </tr>
          ))}
        </Table>
      </div>
      <p className="border-t px-3 py-1.5 text-ink-3 text-small">
        {Math.min(shownRows, table.rows.length)} of {isCut ? "many" : table.rows.length} rows, {table.head.length} columns.
      </p>
    </>
  );
}

function NoPreview({ title }: { title: string }) {
  return (
    <EmptyState icon={<FileQuestion />} title={title}>
      Download it, or load it in code.
    </EmptyState>
  );
}
