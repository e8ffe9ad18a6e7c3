"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { ButtonLink } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { CopyButton } from "@plumbline/ui/copy-button";
import { Bytes } from "@plumbline/ui/figure";
import { Identifier } from "@plumbline/ui/identifier";
import { KeyValues } from "@plumbline/ui/key-values";
import { Time } from "@plumbline/ui/time";
import { Download, ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { useApi } from "#src/shell/api.tsx";
import { PreviewBody } from "./preview-body.tsx";
import { contentAddress, downloadAddress } from "./queries.ts";
import { baseName } from "./tree-rows.ts";

export function Preview({ entry, runId, place }: { entry: ArtifactEntry; runId: string; place: string }) {
  const api = useApi();
  const name = baseName(entry.path);
  const directory = entry.path.slice(0, -name.length);
  return (
    <section aria-label={`Preview of ${entry.path}`} className="min-w-0 overflow-hidden rounded-lg border bg-surface">
      <header className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 border-b py-1 pr-2 pl-3">
        <h2 className="truncate font-semibold">{name}</h2>
        <span className="min-w-0 truncate text-ink-3">{directory}</span>
        <span className="flex flex-wrap items-center gap-1.5 sm:ml-auto sm:flex-none">
          <span className="text-ink-3 tabular-nums max-sm:hidden">{place}</span>
          <CopyButton text={entry.path}>Path</CopyButton>
          <ButtonLink size="small">
            <a href={contentAddress(api, runId, entry.path)} target="_blank" rel="noreferrer">
              <ExternalLink className="icon-small" aria-hidden="true" />
              Open
            </a>
          </ButtonLink>
          <ButtonLink size="small">
            <a href={downloadAddress(api, runId, entry.path)} download={name}>
              <Download className="icon-small" aria-hidden="true" />
              Download
            </a>
          </ButtonLink>
        </span>
      </header>
      <PreviewBody entry={entry} runId={runId} />
      <Facts entry={entry} runId={runId} />
    </section>
  );
}

function Facts({ entry, runId }: { entry: ArtifactEntry; runId: string }) {
  const rows: (readonly [string, ReactNode] | null)[] = [
    entry.sha256 ? ["Digest", <Identifier key="d" value={`sha256:${entry.sha256}`} what="digest" length={23} />] : null,
    entry.sizeBytes === null ? null : ["Size", <Bytes key="s" value={entry.sizeBytes} />],
    entry.updatedAt ? ["Logged", <Time key="l" at={Date.parse(entry.updatedAt)} style="sentence" />] : null,
  ];
  const code = `mlflow.artifacts.download_artifacts("runs:/${runId}/${entry.path}")`;
  return (
    <div className="grid gap-3 border-t p-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
      <KeyValues rows={rows} />
      <div className="min-w-0">
        <h3 className="mb-1 font-semibold">Load</h3>
        <CodeBlock label="Code that loads the file" language="python" code={code} wrap isNarrow />
      </div>
    </div>
  );
}
