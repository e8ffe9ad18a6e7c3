"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import type { Language } from "@plumbline/ui/format/highlight";
import { formatBytes } from "@plumbline/ui/format/number";
import { Markdown } from "@plumbline/ui/markdown";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { readLoggedTable } from "./logged-table.ts";
import { NoPreview } from "./no-preview.tsx";
import { type ParsedTable, parseTable } from "./parse-table.ts";
import { layOut, previewBytes } from "./preview-kind.ts";
import { textQuery } from "./queries.ts";
import { TableRows } from "./table-rows.tsx";
import { baseName } from "./tree-rows.ts";

interface FileProps {
  entry: ArtifactEntry;
  runId: string;
}

/** Text in its colours; JSON set out, and the rows of `mlflow.log_table` as a table. */
export function TextPreview({ entry, runId, language }: FileProps & { language: Language }) {
  return (
    <WithText entry={entry} runId={runId}>
      {(text, isCut) =>
        language === "json" && !isCut ? <JsonView text={text} entry={entry} /> : <CodeView text={text} language={language} entry={entry} />
      }
    </WithText>
  );
}

export function MarkdownPreview({ entry, runId }: FileProps) {
  const [isSource, setSource] = useState(false);
  return (
    <WithText entry={entry} runId={runId}>
      {(text) =>
        isSource ? (
          <>
            <Switch label="Show it as a page" onPress={() => setSource(false)} />
            <CodeView text={text} language="text" entry={entry} />
          </>
        ) : (
          <>
            <Switch label="Show its text" onPress={() => setSource(true)} />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <section aria-label={baseName(entry.path)} tabIndex={0} className="max-h-[64vh] overflow-y-auto px-4 py-3 -outline-offset-2">
              <Markdown text={text} className="max-w-[78ch]" />
            </section>
          </>
        )
      }
    </WithText>
  );
}

/** The beginning of separated values, as they stand in the file. */
export function TextTablePreview({ entry, runId, isTabbed, reason }: FileProps & { isTabbed: boolean; reason: string }) {
  return (
    <WithText entry={entry} runId={runId}>
      {(text, isCut) => (
        <>
          <p className="border-b bg-warn-soft px-3 py-1.5 text-warn">{reason} Below is how its beginning stands in the file.</p>
          <ShortTable table={parseTable(text, { separator: isTabbed ? "\t" : ",", isCut })} isCut={isCut} />
        </>
      )}
    </WithText>
  );
}

function WithText({ entry, runId, children }: FileProps & { children: (text: string, isCut: boolean) => ReactNode }) {
  const query = useQuery(textQuery(useApi(), runId, entry));
  return (
    <Loaded query={query} what="The file" skeleton={<SkeletonRows label="The file is being read" columns={[320]} />}>
      {({ text, isCut }) => (
        <>
          {text === "" ? <NoPreview title="The file is empty" /> : children(text, isCut)}
          {isCut && (
            <p className="border-t px-3 py-1.5 text-ink-3 text-small">
              The first {formatBytes(previewBytes)} of {formatBytes(entry.sizeBytes ?? 0)}. Download it for the rest.
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

function JsonView({ text, entry }: { text: string; entry: ArtifactEntry }) {
  const table = useMemo(() => readLoggedTable(text), [text]);
  const [isSource, setSource] = useState(false);
  if (!table) return <CodeView text={text} language="json" entry={entry} />;
  return (
    <>
      <Switch label={isSource ? "Show it as a table" : "Show its JSON"} onPress={() => setSource(!isSource)} />
      {isSource ? <CodeView text={text} language="json" entry={entry} /> : <ShortTable table={table} isCut={false} />}
    </>
  );
}

function CodeView({ text, language, entry }: { text: string; language: Language; entry: ArtifactEntry }) {
  // Of a long JSON only the beginning is coloured and drawn: a browser would stand still over the rest.
  const code = useMemo(() => layOut(text, language).slice(0, previewBytes), [text, language]);
  return (
    <CodeBlock
      label={baseName(entry.path)}
      language={language}
      code={code}
      className="max-h-[64vh] overflow-y-auto rounded-none! border-0!"
    />
  );
}

const shownRows = 500;

function ShortTable({ table, isCut }: { table: ParsedTable; isCut: boolean }) {
  const shown = useMemo(() => ({ head: table.head, rows: table.rows.slice(0, shownRows) }), [table]);
  return (
    <>
      <TableRows table={shown} />
      <p className="border-t px-3 py-1.5 text-ink-3 text-small">
        {shown.rows.length} of {isCut ? "many" : table.rows.length} rows, {table.head.length} columns.
      </p>
    </>
  );
}

function Switch({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <p className="flex justify-end border-b px-2 py-1">
      <Button size="small" tone="ghost" onClick={onPress}>
        {label}
      </Button>
    </p>
  );
}
