"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Count } from "@plumbline/ui/figure";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { ErrorState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { ExperimentMenu } from "../list/experiment-menu.tsx";
import { experimentQuery, runColumnsQuery, runCountQuery } from "../queries.ts";
import { printGrouping } from "./grouping.ts";
import { LogHere } from "./log-here.tsx";
import { RunsPanel } from "./runs-panel.tsx";
import { RunsToolbar } from "./runs-toolbar.tsx";
import { type RunsState, useRunsState } from "./use-runs-state.ts";

const ViewMenu = dynamic(() => import("./views/view-menu.tsx").then((module) => module.ViewMenu));
const GroupedPanel = dynamic(() => import("./groups/grouped-panel.tsx").then((module) => module.GroupedPanel));
const RunsBoard = dynamic(() => import("./charts/board.tsx").then((module) => module.RunsBoard));

const nothingKnown: RunKeys = { metrics: [], params: [], tags: [], common: { metrics: [], params: [], differingParams: [] } };

/** Which run is best, and what differed? */
export function RunsPage({ experimentId }: { experimentId: string }) {
  const api = useApi();
  const experiment = useQuery(experimentQuery(api, experimentId));
  const columns = useQuery(runColumnsQuery(api, experimentId));
  const known = columns.data ?? nothingKnown;
  const state = useRunsState(experimentId, known);
  const [isDecided, setDecided] = useState(false);
  const onDecided = useCallback(() => setDecided(true), []);
  // What opens by itself is not known yet: reading the runs now would read them twice.
  const isWaiting = columns.isPending || (!isDecided && (state.isUndecided || state.isUnopened));
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
            <ViewMenu state={state} experimentId={experimentId} onDecided={onDecided} />
            <LogHere experiment={experiment.data} />
            <ExperimentMenu experiment={experiment.data} />
          </>
        )
      }
    >
      <RunsToolbar state={state} known={known} />
      <RunsBody state={state} known={known} experiment={experiment.data} isWaiting={isWaiting} />
    </Page>
  );
}

interface BodyProps {
  state: RunsState;
  known: RunKeys;
  experiment: Experiment | undefined;
  isWaiting: boolean;
}

function RunsBody({ state, known, experiment, isWaiting }: BodyProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 lg:flex-row">
      {state.view !== "charts" && (
        <div className="flex min-h-[320px] min-w-0 flex-1 flex-col lg:min-h-0">
          <Rows state={state} known={known} experiment={experiment} isWaiting={isWaiting} />
        </div>
      )}
      {state.view !== "table" && (
        <div className={clsx("min-h-0 overflow-y-auto", state.view === "split" ? "lg:w-[440px] lg:flex-none" : "flex-1")}>
          <RunsBoard state={state} known={known} />
        </div>
      )}
    </div>
  );
}

function Rows({ state, known, experiment, isWaiting }: BodyProps) {
  const { grouping } = state;
  if (isWaiting) return <PanelSkeleton />;
  if (!grouping) return <RunsPanel state={state} known={known} experiment={experiment} />;
  // Another grouping has other groups: those of the one before are not open in it.
  return <GroupedPanel key={printGrouping(grouping)} state={state} grouping={grouping} experiment={experiment} />;
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
