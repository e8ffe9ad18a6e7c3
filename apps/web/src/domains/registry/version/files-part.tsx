"use client";
import type { Output } from "@plumbline/contracts/operation";
import { readVersionFile, type VersionFile, verifyVersion } from "@plumbline/contracts/registry/version-content";
import { Button } from "@plumbline/ui/button";
import { Bytes } from "@plumbline/ui/figure";
import { formatBytes, formatCount } from "@plumbline/ui/format/number";
import { Identifier } from "@plumbline/ui/identifier";
import { SearchInput } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { CircleX, Download, Files, ShieldCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { useModelChange } from "../model-change.ts";
import { filesQuery } from "../queries.ts";
import { SignatureFile } from "./lineage-panel.tsx";
import { useVersion } from "./version-context.tsx";

/** The manifest: every file of the version with its digest, and whether the stored bytes still match. */
export function FilesPart() {
  const version = useVersion();
  const { can } = useViewer();
  const query = useQuery(filesQuery(useApi(), version));
  const verify = useModelChange((api, ref: { model: string; version: number }) => api.call(verifyVersion, ref), {
    failure: "The stored bytes could not be read again",
  });
  const start = () => verify.mutate({ model: version.model, version: version.version });
  return (
    <div className="grid gap-3">
      {verify.data && <Verdict result={verify.data} />}
      <Loaded query={query} what="The files" skeleton={<FilesSkeleton />}>
        {({ digest, items }) =>
          items.length === 0 ? (
            <section className="rounded-lg border bg-surface">
              <EmptyState
                icon={<Files />}
                title={version.status === "READY" ? "Its files lie outside the platform" : "Its files are still on their way"}
              >
                Code reads them from <span className="code wrap-anywhere">{version.source}</span>. No digest binds them, so nothing can be
                proven about them here.
              </EmptyState>
            </section>
          ) : (
            <Manifest
              digest={digest}
              items={items}
              actions={
                <>
                  {version.isSigned && <SignatureFile version={version} />}
                  {can("registry:write") && (
                    <Button size="small" busy={verify.isPending} onClick={start}>
                      {verify.isPending ? "Reading the bytes" : "Verify"}
                    </Button>
                  )}
                </>
              }
            />
          )
        }
      </Loaded>
    </div>
  );
}

function FilesSkeleton() {
  return (
    <Panel title="Files" flush>
      <SkeletonRows label="Files are being read" rows={6} columns={[260, 60, 140]} />
    </Panel>
  );
}

function Verdict({ result }: { result: Output<typeof verifyVersion> }) {
  const when = <Time at={Date.parse(result.checkedAt)} style="sentence" />;
  if (result.isIntact) {
    return (
      <p role="status" className="flex items-center gap-2 rounded-md bg-good-soft px-3 py-2 text-good">
        <ShieldCheck className="icon" aria-hidden="true" />
        <span>
          All {formatCount(result.files)} files match the manifest, {formatBytes(result.bytes)} read {when}.
        </span>
      </p>
    );
  }
  return (
    <div role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
      <p className="flex items-center gap-2 font-medium">
        <CircleX className="icon" aria-hidden="true" />
        <span>
          {result.differing.length} of {formatCount(result.files)} files are not what was registered, found {when}. Do not load this
          version.
        </span>
      </p>
      <ul className="mt-1 pl-6">
        {result.differing.map((path) => (
          <li key={path} className="code wrap-anywhere">
            {path}
          </li>
        ))}
      </ul>
    </div>
  );
}

const headings = [{ label: "File" }, { label: "Size", align: "end" as const }, { label: "SHA-256" }, { label: "Download", isHidden: true }];
const searchedFrom = 20;
const drawnAtMost = 1_000;

function Manifest({ digest, items, actions }: { digest: string | null; items: readonly VersionFile[]; actions: ReactNode }) {
  const [filter, setFilter] = useState("");
  const found = items.filter(({ path }) => path.toLowerCase().includes(filter.trim().toLowerCase()));
  const total = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <Panel title="Files" aside={`${formatCount(items.length)}, ${formatBytes(total)}`} flush actions={actions}>
      {digest && (
        <p className="flex flex-wrap items-center gap-x-2 border-b px-3 py-1.5 text-ink-2">
          Digest of the manifest <Identifier value={digest} what="digest" length={64} className="wrap-anywhere min-w-0 text-left" />
        </p>
      )}
      {items.length > searchedFrom && (
        <div className="border-b p-2">
          <SearchInput
            aria-label="Filter files"
            placeholder="Filter by path"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            className="sm:max-w-sm"
          />
        </div>
      )}
      <Table label="Files" headings={headings}>
        {found.slice(0, drawnAtMost).map((file) => (
          <FileRow key={file.path} file={file} />
        ))}
      </Table>
      {found.length > drawnAtMost && (
        <p className="border-t px-3 py-1.5 text-ink-2">
          {formatCount(drawnAtMost)} of {formatCount(found.length)} are drawn. Filter by path to see others.
        </p>
      )}
      {found.length === 0 && <p className="px-3 py-2.5 text-ink-2">No file has “{filter.trim()}” in its path.</p>}
    </Panel>
  );
}

function FileRow({ file }: { file: VersionFile }) {
  const api = useApi();
  const { model, version } = useVersion();
  return (
    <tr>
      <Cell className="code">{file.path}</Cell>
      <Cell align="end">
        <Bytes value={file.sizeBytes} />
      </Cell>
      <Cell>
        <Identifier value={file.sha256} what={`digest of ${file.path}`} length={16} />
      </Cell>
      <Cell align="end">
        <a
          href={api.href(readVersionFile, { model, version, path: file.path, download: "true" })}
          download
          className="inline-grid size-6 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
        >
          <Download className="icon-small" aria-hidden="true" />
          <span className="sr-only">Download {file.path}</span>
        </a>
      </Cell>
    </tr>
  );
}
