"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { ButtonLink } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { CopyButton } from "@plumbline/ui/copy-button";
import { Bytes } from "@plumbline/ui/figure";
import { formatCount } from "@plumbline/ui/format/number";
import { Identifier } from "@plumbline/ui/identifier";
import { KeyValues } from "@plumbline/ui/key-values";
import { Time } from "@plumbline/ui/time";
import { Download, ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { useApi } from "#src/shell/api.tsx";
import { loggedImageOf, stepsOf } from "./logged-image.ts";
import { ModelFacts } from "./model-facts.tsx";
import { PreviewBody } from "./preview-body.tsx";
import { contentAddress, downloadAddress } from "./queries.ts";
import { baseName } from "./tree-rows.ts";

export interface PreviewProps {
  entry: ArtifactEntry;
  runId: string;
  /** Which of the files in sight it is, in words. */
  place: string;
  /** The files in sight. */
  files: readonly ArtifactEntry[];
  onChoose: (path: string) => void;
}

export function Preview({ entry, runId, place, files, onChoose }: PreviewProps) {
  const api = useApi();
  const name = baseName(entry.path);
  const directory = entry.path.slice(0, -name.length);
  const image = loggedImageOf(entry.path);
  return (
    <section aria-label={`Preview of ${entry.path}`} className="min-w-0 overflow-hidden rounded-lg border bg-surface">
      <header className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 border-b py-1 pr-2 pl-3">
        <h2 className="truncate font-semibold" title={name}>
          {image ? `${image.key}, step ${formatCount(image.step)}` : name}
        </h2>
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
      {image && <Steps shown={entry.path} steps={stepsOf(entry.path, files)} onChoose={onChoose} />}
      {name === "MLmodel" && <ModelFacts entry={entry} runId={runId} />}
      <Facts entry={entry} runId={runId} />
    </section>
  );
}

function Steps({ shown, steps, onChoose }: { shown: string; steps: ReturnType<typeof stepsOf>; onChoose: (path: string) => void }) {
  if (steps.length < 2) return null;
  return (
    <div className="border-t p-3">
      <h3 className="mb-1 font-semibold">Steps</h3>
      <ul className="flex flex-wrap gap-1.5">
        {steps.map(({ step, entry }) => (
          <li key={entry.path}>
            <button
              type="button"
              aria-current={entry.path === shown ? "true" : undefined}
              onClick={() => onChoose(entry.path)}
              className="grid min-w-16 rounded-md border px-2 py-1 text-left text-small tabular-nums hover:bg-hover aria-[current=true]:border-accent-line aria-[current=true]:bg-accent-soft aria-[current=true]:text-accent"
            >
              <span>{formatCount(step)}</span>
              <span className="text-ink-3">{entry.sizeBytes !== null && <Bytes value={entry.sizeBytes} />}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
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
