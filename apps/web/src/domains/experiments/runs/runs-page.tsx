"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Count } from "@plumbline/ui/figure";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { ErrorState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { ExperimentMenu } from "../list/experiment-menu.tsx";
import { experimentQuery, runColumnsQuery, runCountQuery } from "../queries.ts";
import { LogHere } from "./log-here.tsx";
import { RunsPanel } from "./runs-panel.tsx";
import { RunsToolbar } from "./runs-toolbar.tsx";
import { useRunsState } from "./use-runs-state.ts";

const RunsCharts = dynamic(() => import("./runs-charts.tsx").then((module) => module.RunsCharts));

const nothingKnown: RunKeys = { metrics: [], params: [], tags: [], common: { metrics: [], params: [] } };

/** Which run is best, and what differed? */
export function RunsPage({ experimentId }: { experimentId: string }) {
  const api = useApi();
  const experiment = useQuery(experimentQuery(api, experimentId));
  const columns = useQuery(runColumnsQuery(api, experimentId));
  const known = columns.data ?? nothingKnown;
  const state = useRunsState(experimentId, known);
  const list = { label: "Experiments", href: paths.experiments(api.workspace) };
  if (isNowhere(experiment)) return <NoSuchPage what="experiment" list={list} />;
  if (experiment.error && !experiment.data) {
    return (
      <Page title="Experiment" crumbs={[list]}>
        <ErrorState title="The experiment could not be read" {...problemText(experiment.error)} onRetry={() => void experiment.refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={experiment.data?.name ?? "…"}
      crumbs={[list]}
      isFilled
      aside={<Size experimentId={experimentId} isDeleted={experiment.data?.lifecycleStage === "deleted"} />}
      actions={
        experiment.data && (
          <>
            <LogHere experiment={experiment.data} />
            <ExperimentMenu experiment={experiment.data} />
          </>
        )
      }
    >
      <RunsToolbar state={state} known={known} />
      <div className="flex min-h-0 flex-1 flex-col gap-3 lg:flex-row">
        {state.view !== "charts" && (
          <div className="flex min-h-[320px] min-w-0 flex-1 flex-col lg:min-h-0">
            {columns.isPending ? <PanelSkeleton /> : <RunsPanel state={state} known={known} experiment={experiment.data} />}
          </div>
        )}
        {state.view !== "table" && (
          <div className={clsx("min-h-0 overflow-y-auto", state.view === "split" ? "lg:w-[440px] lg:flex-none" : "flex-1")}>
            <RunsCharts state={state} known={known} />
          </div>
        )}
      </div>
    </Page>
  );
}

function Size({ experimentId, isDeleted }: { experimentId: string; isDeleted: boolean }) {
  const { data } = useQuery(runCountQuery(useApi(), { experimentIds: [experimentId], filter: "", view: "active" }));
  return (
    <>
      {data && (
        <span className="text-ink-3">
          <Count value={data.value} />
          {data.isCapped ? " or more" : ""} {data.value === 1 ? "run" : "runs"}
        </span>
      )}
      {isDeleted && <Chip tone="warn">Deleted</Chip>}
    </>
  );
}

function PanelSkeleton() {
  return (
    <section className="overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="Runs are being read" rows={14} columns={[150, 80, 70, 70, 60, 60, 50]} />
    </section>
  );
}
