"use client";
import type { DatasetUses, DatasetVersion } from "@plumbline/contracts/datasets/version";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Layers } from "lucide-react";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { RunStatus } from "#src/domains/experiments/run/run-status.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { usesQuery } from "../queries.ts";

/** What the version went into: runs that logged it, and models that came of them. */
export function UsesPanel({ version }: { version: DatasetVersion }) {
  const query = useQuery(usesQuery(useApi(), version.dataset, version.version));
  return (
    <Panel title="Used by" flush>
      <Loaded query={query} what="The uses" skeleton={<SkeletonRows label="Uses are being read" rows={3} columns={[170, 80]} />}>
        {(uses) => (uses.runs.length === 0 ? <NoUses version={version} /> : <Uses uses={uses} />)}
      </Loaded>
    </Panel>
  );
}

function Uses({ uses }: { uses: DatasetUses }) {
  const { workspace } = useApi();
  const registered = uses.modelVersions.map(({ model, version, stage }) => ({
    key: `${model}/${version}`,
    name: `${model}, version ${version}`,
    detail: stage,
  }));
  const logged = uses.loggedModels.map(({ modelId, name }) => ({ key: modelId, name, detail: "logged model" }));
  return (
    <>
      {uses.runs.map((run) => (
        <PanelRow key={run.runId}>
          <FlaskConical className="icon flex-none text-ink-3" aria-hidden="true" />
          <Link href={paths.run(workspace, run.runId)} className="min-w-0 flex-1 truncate font-medium hover:underline" title={run.name}>
            {run.name}
          </Link>
          <RunStatus status={run.status} />
          <Time at={Date.parse(run.usedAt)} className="text-ink-3" />
        </PanelRow>
      ))}
      {[...registered, ...logged].map(({ key, name, detail }) => (
        <PanelRow key={key}>
          <Layers className="icon flex-none text-ink-3" aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate font-medium" title={name}>
            {name}
          </span>
          <span className="text-ink-3">{detail}</span>
        </PanelRow>
      ))}
      {uses.isCut && <p className="border-t px-3 py-2 text-ink-3 text-small">The newest 200 of each are listed.</p>}
    </>
  );
}

function NoUses({ version: { lineage } }: { version: DatasetVersion }) {
  return (
    <p className="px-3 py-4 text-ink-2">
      No run has logged it. A run is linked once it logs a dataset named <span className="font-medium">{lineage.name}</span> with the digest{" "}
      <span className="code wrap-anywhere">{lineage.digest}</span> as its input.
    </p>
  );
}
