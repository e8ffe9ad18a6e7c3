"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { getModelSignatureBundle } from "@plumbline/contracts/registry/version-content";
import { Button } from "@plumbline/ui/button";
import { saveFile } from "@plumbline/ui/charts/save";
import { formatBytes } from "@plumbline/ui/format/number";
import { Identifier } from "@plumbline/ui/identifier";
import { Panel } from "@plumbline/ui/panel";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ArrowRight, Box, CircleDashed, Database, Download, FlaskConical, type LucideIcon, ShieldCheck } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { runQuery } from "#src/domains/experiments/queries.ts";
import { ownerName } from "#src/domains/experiments/run/run-facts.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useVersion } from "./version-context.tsx";

/** From data through the run to these bytes, and whether they are still the same. */
export function LineagePanel() {
  const version = useVersion();
  const { workspace } = useApi();
  return (
    <Panel
      title="Lineage"
      aside="each arrow is a stored link"
      flush
      actions={
        <Link href={paths.version(workspace, version, "lineage")} className="font-medium text-accent hover:underline">
          Whole graph
        </Link>
      }
    >
      <Strip version={version} />
      <Bytes version={version} />
    </Panel>
  );
}

function Strip({ version }: { version: ModelVersion }) {
  const api = useApi();
  const run = useQuery({ ...runQuery(api, version.runId ?? ""), enabled: version.runId !== null }).data;
  return (
    <ol className="grid items-center gap-y-2 px-3 py-2.5 sm:grid-cols-[minmax(0,1fr)_22px_minmax(0,1fr)_22px_minmax(0,1fr)]">
      <DatasetNode run={run} />
      <Arrow isMissing={!run?.inputs.length} />
      <RunNode runId={version.runId} run={run} />
      <Arrow isMissing={version.runId === null} />
      <Node icon={Box} kind="Version" name={`${version.model} ${version.version}`} note={filesText(version)} isCurrent />
    </ol>
  );
}

function filesText({ digest, fileCount, sizeBytes }: ModelVersion): string {
  if (digest === null) return "files lie outside";
  return `${fileCount} file${fileCount === 1 ? "" : "s"}, ${formatBytes(sizeBytes)}`;
}

function DatasetNode({ run }: { run: Run | undefined }) {
  const [input] = run?.inputs ?? [];
  if (!input) return <Node icon={Database} kind="Dataset" name="None logged" note="log_input names it" isMissing />;
  const more = (run?.inputs.length ?? 1) - 1;
  const { name, digest } = input.dataset;
  return <Node icon={Database} kind="Dataset" name={name} note={more > 0 ? `${digest}, ${more} more` : digest} />;
}

function RunNode({ runId, run }: { runId: string | null; run: Run | undefined }) {
  const { workspace } = useApi();
  if (runId === null) return <Node icon={FlaskConical} kind="Run" name="None named" note="nothing known of it" isMissing />;
  const note = run && (
    <>
      {ownerName(run)}, <Time at={run.startTime} style="date" />
    </>
  );
  return <Node icon={FlaskConical} kind="Run" name={run?.name ?? runId.slice(0, 8)} note={note} href={paths.run(workspace, runId)} />;
}

interface NodeProps {
  icon: LucideIcon;
  kind: string;
  name: string;
  note: ReactNode;
  isMissing?: boolean;
  isCurrent?: boolean;
  href?: string | undefined;
}

function Node({ icon: Icon, kind, name, note, isMissing = false, isCurrent = false, href }: NodeProps) {
  const title = (
    <span className={clsx("block truncate leading-6", isMissing ? "text-ink-2" : "font-medium", isCurrent && "text-accent")}>{name}</span>
  );
  return (
    <li className="min-w-0" title={name}>
      <span className="flex items-center gap-1 text-ink-3 text-small">
        <Icon className={clsx("icon-small", isCurrent && "text-accent")} aria-hidden="true" />
        {kind}
      </span>
      {href ? (
        <Link href={href} className="block hover:underline">
          {title}
        </Link>
      ) : (
        title
      )}
      <span className="block truncate text-ink-3 text-small">{note}</span>
    </li>
  );
}

function Arrow({ isMissing }: { isMissing: boolean }) {
  return (
    <li aria-hidden="true" className="hidden place-items-center sm:grid">
      <ArrowRight className={clsx("icon-small", isMissing ? "text-line-strong" : "text-ink-3")} />
    </li>
  );
}

function Bytes({ version }: { version: ModelVersion }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1 border-t px-3 py-1 text-small">
      <Checked version={version} />
      {version.digest && <Identifier value={version.digest} what="digest" length={12} className="ml-auto" />}
      {version.isSigned && <SignatureFile version={version} />}
    </div>
  );
}

function Checked({ version: { digest, verifiedAt } }: { version: ModelVersion }) {
  if (digest === null) return <span className="text-ink-2">The files lie outside the platform; no digest binds them.</span>;
  if (verifiedAt === null) {
    return (
      <span className="inline-flex items-center gap-1.5 text-ink-2">
        <CircleDashed className="icon-small text-ink-3" aria-hidden="true" />
        Stored bytes not read again since registration
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-good">
      <ShieldCheck className="icon-small" aria-hidden="true" />
      <span>
        Manifest checked <Time at={Date.parse(verifiedAt)} style="sentence" />
      </span>
    </span>
  );
}

/** The signature in the form that OpenSSF's model_signing checks, with the key beside it. */
export function SignatureFile({ version }: { version: Pick<ModelVersion, "model" | "version"> }) {
  const api = useApi();
  const save = useMutation({
    mutationFn: () => api.call(getModelSignatureBundle, { model: version.model, version: version.version }),
    onSuccess: ({ bundle, publicKeyPem }) => {
      saveFile("model.sig", new Blob([bundle], { type: "application/json" }));
      saveFile("model.sig.pub", new Blob([publicKeyPem], { type: "application/x-pem-file" }));
    },
    onError: (error) => failToast("The signature was not saved", error, () => save.mutate()),
  });
  return (
    <Button size="small" tone="ghost" busy={save.isPending} onClick={() => save.mutate()}>
      model.sig
      <Download className="icon-small" aria-hidden="true" />
    </Button>
  );
}
