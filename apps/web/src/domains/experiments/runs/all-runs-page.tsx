"use client";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { allRunKeysQuery } from "../queries.ts";
import { nothingKnown } from "./columns.ts";
import { RunCount } from "./run-count.tsx";
import { RunsBody } from "./runs-body.tsx";
import { RunsToolbar } from "./runs-toolbar.tsx";
import { everyExperiment, useRunsState } from "./use-runs-state.ts";

/** The runs of all experiments of the workspace, in one table. */
export function AllRunsPage() {
  const api = useApi();
  const keys = useQuery(allRunKeysQuery(api));
  const known = keys.data ?? nothingKnown;
  const state = useRunsState(everyExperiment, known);
  return (
    <Page
      title="Runs of all experiments"
      crumbs={[{ label: "Experiments", href: paths.experiments(api.workspace) }]}
      isFilled
      aside={<RunCount experimentIds={undefined} />}
    >
      <RunsToolbar state={state} known={known} />
      <RunsBody state={state} known={known} experiment={undefined} isWaiting={keys.isPending} />
    </Page>
  );
}
