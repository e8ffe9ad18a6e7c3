"use client";
import type { Overview } from "@plumbline/contracts/quotas/overview";
import { PoolResource } from "@plumbline/contracts/quotas/pool";
import { downloadShowback } from "@plumbline/contracts/quotas/showback";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { assignColors } from "@plumbline/ui/charts/colors";
import { Select } from "@plumbline/ui/input";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { Download, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { BudgetsPanel } from "./overview/budgets-panel.tsx";
import { IdlePanel } from "./overview/idle-panel.tsx";
import { PoolsSkeleton, PoolsStrip } from "./overview/pools-strip.tsx";
import { UsagePanel } from "./overview/usage-panel.tsx";
import { WorkspacesPanel } from "./overview/workspaces-panel.tsx";
import { overviewQuery, spanOf, type UseScope, usageQuery } from "./queries.ts";
import { QuotasTabs } from "./quotas-tabs.tsx";
import { BudgetRequest } from "./requests/budget-request.tsx";
import { NewRequest } from "./requests/new-request.tsx";
import { RequestsPanel } from "./requests/requests-panel.tsx";
import { useScope } from "./use-scope.ts";
import { leadText, rangeWords } from "./words.ts";

const ranges = (["24h", "7d", "30d"] as const).map((value) => ({ value, label: rangeWords[value] }));

/** Who uses what, is it fair, and what is wasted? */
export function QuotasPage() {
  const api = useApi();
  const { can } = useViewer();
  const { scope, set } = useScope();
  const overview = useQuery(overviewQuery(api, scope));
  return (
    <Page
      title="Quotas"
      tabs={<QuotasTabs />}
      aside={<span className="text-ink-2">{overview.data && overview.data.pools.length > 0 && leadText(overview.data)}</span>}
      actions={
        <>
          <Segments
            label="Time"
            value={scope.range}
            onChange={(range) => set({ range: range === "7d" ? undefined : range })}
            options={ranges}
          />
          <Csv scope={scope} overview={overview.data} />
          {can("quota:request") && overview.data && overview.data.pools.length > 0 && (
            <Button tone="primary" onClick={() => set({ request: "quota" })}>
              <Plus className="icon-small" aria-hidden="true" />
              Request a change
            </Button>
          )}
        </>
      }
    >
      <Loaded query={overview} what="The quotas" skeleton={<PoolsSkeleton />}>
        {(data) => <Body overview={data} scope={scope} />}
      </Loaded>
    </Page>
  );
}

function Body({ overview, scope }: { overview: Overview; scope: UseScope }) {
  const usage = useQuery(usageQuery(useApi(), scope));
  const names = [
    ...overview.workspaces.map(({ workspace }) => workspace),
    ...(usage.data?.series ?? []).flatMap(({ workspace }) => workspace ?? []),
  ];
  const colors = assignColors([...new Set(names)]);
  const colorOf = (workspace: string) => colors.get(workspace) ?? 1;
  if (overview.pools.length === 0) return <NoPools overview={overview} />;
  return (
    <>
      <Scope overview={overview} />
      <PoolsStrip overview={overview} range={scope.range} />
      <div className="mb-3 grid gap-3 xl:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)]">
        <Loaded query={usage} what="The usage" skeleton={<SkeletonRows label="being read" rows={6} columns={[400]} />}>
          {(data) => <UsagePanel usage={data} colorOf={colorOf} />}
        </Loaded>
        <WorkspacesPanel overview={overview} colorOf={colorOf} />
      </div>
      <div className="grid items-start gap-3 xl:grid-cols-2">
        {overview.resource === "gpu" ? <IdlePanel idle={overview.idle} usage={usage.data} range={scope.range} /> : <BudgetsPanel />}
        <div className="grid min-w-0 gap-3">
          {overview.resource === "gpu" && <BudgetsPanel />}
          <RequestsPanel />
        </div>
      </div>
      <Asking overview={overview} />
    </>
  );
}

/** The form that a link leads to: `?request=quota&pool=…`, or `?request=budget`. */
function Asking({ overview }: { overview: Overview }) {
  const { get, set } = useUrlState();
  const { workspace, can } = useViewer();
  const router = useRouter();
  const asked = get("request");
  if (!can("quota:request")) return null;
  if (asked === "budget") return <BudgetRequest onClose={() => set({ request: undefined, pool: undefined })} />;
  if (asked !== "quota") return null;
  return (
    <NewRequest
      overview={overview}
      poolId={overview.pools.find(({ id }) => id === get("pool"))?.id}
      onDone={({ number }) => router.push(paths.quotaRequest(workspace, number))}
      onClose={() => set({ request: undefined, pool: undefined })}
    />
  );
}

const resourceWords: Readonly<Record<PoolResource, string>> = { gpu: "GPUs", cpu: "Cores" };

/** A choice only where there is one. */
function Scope({ overview }: { overview: Overview }) {
  const { scope, set } = useScope();
  const { resources, clusters, resource } = overview;
  if (resources.length < 2 && clusters.length < 2) return null;
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      {resources.length > 1 && (
        <Segments
          label="What is counted"
          value={resource}
          onChange={(next) => set({ resource: next })}
          options={PoolResource.options.map((value) => ({ value, label: resourceWords[value] }))}
        />
      )}
      {clusters.length > 1 && (
        <Select
          aria-label="Cluster"
          className="max-w-48"
          value={scope.cluster ?? ""}
          onChange={(event) => set({ cluster: event.currentTarget.value || undefined })}
        >
          <option value="">All clusters</option>
          {clusters.map((name) => (
            <option key={name} value={name}>
              {name === "local" ? "this machine" : name}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}

function NoPools({ overview }: { overview: Overview }) {
  const { set } = useScope();
  const isFiltered = overview.resources.length > 0;
  return (
    <EmptyState
      title={isFiltered ? "No pool of this kind here" : "Nothing runs jobs yet"}
      action={isFiltered && <Button onClick={() => set({ resource: undefined, cluster: undefined })}>Show all pools</Button>}
    >
      {isFiltered
        ? "The pools that there are count something else, or are of another cluster."
        : "A pool appears here when the worker runs jobs on its machine, or when a cluster is registered and its queues are mapped."}
    </EmptyState>
  );
}

/** Hours and costs by workspace, for the time that is looked at. */
function Csv({ scope, overview }: { scope: UseScope; overview: Overview | undefined }) {
  const api = useApi();
  if (!overview) return null;
  const href = api.href(downloadShowback, {
    by: "workspace",
    resource: overview.resource,
    ...spanOf(scope.range, Date.parse(overview.at)),
  });
  return (
    <ButtonLink>
      <a href={href} download>
        <Download className="icon-small" aria-hidden="true" />
        CSV
      </a>
    </ButtonLink>
  );
}
