"use client";
import type { Dataset } from "@plumbline/contracts/datasets/dataset";
import { Panel } from "@plumbline/ui/panel";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { datasetQuery } from "../queries.ts";
import { DatasetFacts } from "./dataset-facts.tsx";
import { DatasetMenu } from "./dataset-menu.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

/** What is this data, and which versions of it are there? */
export function DatasetPage({ dataset }: { dataset: string }) {
  const api = useApi();
  const query = useQuery(datasetQuery(api, dataset));
  const list = { label: "Datasets", href: paths.datasets(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="dataset" list={list} />;
  return (
    <Page
      title={dataset}
      crumbs={[list]}
      lead={query.data && <Lead dataset={query.data} />}
      actions={query.data && <DatasetMenu dataset={query.data} />}
    >
      <Loaded query={query} what="The dataset" skeleton={<DatasetSkeleton />}>
        {(data) => (
          <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
            <VersionsPanel dataset={data} />
            <DatasetFacts dataset={data} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Lead({ dataset }: { dataset: Dataset }) {
  return (
    <span className="text-[12.5px]">
      {dataset.description && <span className="line-clamp-2">{dataset.description}</span>}
      Begun <Time at={Date.parse(dataset.createdAt)} style="sentence" /> by {dataset.createdBy.name ?? dataset.createdBy.id.slice(0, 8)}
    </span>
  );
}

function DatasetSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="Versions are being read" rows={5} columns={[70, 150, 60, 70, 90]} />
      </Panel>
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="The dataset is being read" rows={4} columns={[80, 170]} />
      </Panel>
    </div>
  );
}
