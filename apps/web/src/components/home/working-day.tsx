"use client";
import type { WorkspaceUsage } from "@plumbline/contracts/workspaces";
import { ButtonLink } from "@plumbline/ui/button";
import { Today } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { tokensQuery } from "#src/domains/access/queries.ts";
import { undecidedQuery } from "#src/domains/approvals/undecided.ts";
import { recentRunsQuery } from "#src/domains/experiments/queries.ts";
import { myJobsQuery } from "#src/domains/jobs/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { ExperimentsPanel, HoldingsPanel, RecentPanel } from "./home-panels.tsx";
import { HomeSkeleton } from "./home-skeleton.tsx";
import { MyJobsPanel } from "./my-jobs-panel.tsx";
import { needsOf } from "./needs.ts";
import { NeedsPanel } from "./needs-panel.tsx";
import { RunningPanel } from "./running-panel.tsx";

/** What needs me, what is running, what happened last. */
export function WorkingDay({ usage }: { usage: WorkspaceUsage }) {
  const api = useApi();
  const { me, workspace, can } = useViewer();
  const recent = useQuery(recentRunsQuery(api));
  const tokens = useQuery(tokensQuery(api, false));
  const jobs = useQuery({ ...myJobsQuery(api), enabled: can("job:read") });
  const requests = useQuery({ ...undecidedQuery(api), enabled: can("request:read") });
  const [now] = useState(() => Date.now());
  const needs = needsOf({
    userId: me.id,
    requests: requests.data?.items ?? [],
    runs: recent.data?.runs ?? [],
    tokens: tokens.data?.items ?? [],
    now,
  });
  const running = recent.data?.runs.filter(({ status }) => status === "RUNNING") ?? [];
  // A run of a job of mine stands with the job.
  const ofJobs = new Set(jobs.data?.items.map(({ runId }) => runId));
  const others = running.filter(({ runId }) => !ofJobs.has(runId));
  return (
    <Page
      title="Home"
      size="display"
      heading={headingOf(needs.length)}
      lead={
        <>
          <Today />. {running.length === 0 ? "Nothing is running" : `${running.length} running`} in {workspace}.
        </>
      }
      actions={
        can("run:write") && (
          <ButtonLink>
            <Link href={`${paths.home(workspace)}?start=1`}>
              <Plus className="icon-small" aria-hidden="true" />
              New run
            </Link>
          </ButtonLink>
        )
      }
    >
      {needs.length > 0 && <NeedsPanel needs={needs} />}
      <Loaded query={recent} what="The runs" skeleton={<HomeSkeleton />}>
        {(data) => (
          <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_380px]">
            <div className="grid min-w-0 gap-3">
              {jobs.data && jobs.data.items.length > 0 && <MyJobsPanel jobs={jobs.data.items} hasMore={jobs.data.nextCursor !== null} />}
              {others.length > 0 && <RunningPanel runs={others} experiments={data.experiments} />}
              <RecentPanel runs={data.runs} experiments={data.experiments} />
            </div>
            <div className="grid min-w-0 gap-3">
              <ExperimentsPanel experiments={data.experiments} />
              <HoldingsPanel usage={usage} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function headingOf(count: number): string {
  if (count === 0) return "Nothing needs you";
  return count === 1 ? "1 thing needs you" : `${count} things need you`;
}
