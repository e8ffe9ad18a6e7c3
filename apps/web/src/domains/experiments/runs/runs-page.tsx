"use client";
import { ErrorState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { ExperimentMenu } from "../list/experiment-menu.tsx";
import { experimentQuery, runColumnsQuery } from "../queries.ts";
import { nothingKnown } from "./columns.ts";
import { LogHere } from "./log-here.tsx";
import { RunCount } from "./run-count.tsx";
import { RunsBody } from "./runs-body.tsx";
import { RunsToolbar } from "./runs-toolbar.tsx";
import { useRunsState } from "./use-runs-state.ts";

const ViewMenu = dynamic(() => import("./views/view-menu.tsx").then((module) => module.ViewMenu));

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
      aside={
        <>
          <RunCount experimentIds={[experimentId]} />
          {experiment.data?.lifecycleStage === "deleted" && <Chip tone="warn">Deleted</Chip>}
        </>
      }
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
