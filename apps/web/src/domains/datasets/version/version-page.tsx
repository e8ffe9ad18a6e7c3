"use client";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { readVersionFile } from "@plumbline/contracts/datasets/version";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Panel } from "@plumbline/ui/panel";
import { Popover } from "@plumbline/ui/popover";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Code, Download } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useOrigin } from "#src/components/origin.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { loadCode } from "../code.ts";
import { DigestMark } from "../digest-mark.tsx";
import { versionQuery } from "../queries.ts";
import { ContentPanel } from "./content-panel.tsx";
import { UsesPanel } from "./uses-panel.tsx";
import { VersionFacts } from "./version-facts.tsx";

/** What is in this version, can it be trusted, and what came of it? */
export function VersionPage({ dataset, version }: { dataset: string; version: number }) {
  const api = useApi();
  const query = useQuery(versionQuery(api, dataset, version));
  const list = { label: "Datasets", href: paths.datasets(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="version of a dataset" list={list} />;
  return (
    <Page
      title={`${dataset}, version ${version}`}
      crumbs={[list, { label: dataset, href: paths.dataset(api.workspace, dataset) }]}
      aside={query.data && <DigestMark isVerified={query.data.isVerified} />}
      actions={query.data?.origin.kind === "upload" && <Actions version={query.data} />}
    >
      <Loaded query={query} what="The version" skeleton={<VersionSkeleton />}>
        {(data) => (
          <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_380px]">
            <ContentPanel version={data} />
            <div className="grid min-w-0 gap-2.5">
              <VersionFacts version={data} />
              <UsesPanel version={data} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Actions({ version }: { version: DatasetVersion }) {
  const api = useApi();
  const origin = useOrigin();
  const trigger = (
    <Button tone="ghost">
      <Code className="icon-small" aria-hidden="true" />
      Load in code
    </Button>
  );
  return (
    <>
      <Popover trigger={trigger} label="Load in code" align="end" className="w-[min(560px,92vw)]">
        <CodeBlock label="Code that loads the version" language="python" code={loadCode(origin, version)} />
        <p className="mt-2 text-ink-3 text-small">The run is then linked to this version, here and in its lineage.</p>
      </Popover>
      <ButtonLink>
        <a href={api.href(readVersionFile, { dataset: version.dataset, version: version.version })} download>
          <Download className="icon-small" aria-hidden="true" />
          Download
        </a>
      </ButtonLink>
    </>
  );
}

function VersionSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_380px]">
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="The version is being read" rows={10} columns={[140, 60, 60, 70, 90, 90, 110]} />
      </Panel>
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="Its facts are being read" rows={6} columns={[80, 190]} />
      </Panel>
    </div>
  );
}
