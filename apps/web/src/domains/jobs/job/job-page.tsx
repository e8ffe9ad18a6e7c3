"use client";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import { ButtonLink } from "@plumbline/ui/button";
import { ErrorState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { isCode } from "#src/shell/problem-text.ts";
import { jobQuery } from "../queries.ts";
import { JobActions } from "./job-actions.tsx";
import { JobChip } from "./job-chip.tsx";
import { JobLead } from "./job-lead.tsx";
import { JobSkeleton } from "./job-skeleton.tsx";
import { JobView } from "./job-view.tsx";

/** What is my job doing, and why does it not run? */
export function JobPage({ jobId }: { jobId: string }) {
  const api = useApi();
  const query = useQuery(jobQuery(api, jobId));
  const crumbs = [{ label: "Jobs", href: paths.jobs(api.workspace) }];
  if (query.error && !query.data && (isCode(query.error, "not-found") || isCode(query.error, "invalid"))) return <Missing />;
  const job = query.data;
  return (
    <Page
      title={job ? jobTitle(job) : "Job"}
      crumbs={crumbs}
      aside={
        job && (
          <>
            <JobChip state={job.state} />
            <JobLead job={job} />
          </>
        )
      }
      actions={job && <JobActions job={job} />}
    >
      <Loaded query={query} what="The job" skeleton={<JobSkeleton />}>
        {(data) => <JobView job={data} />}
      </Loaded>
    </Page>
  );
}

function Missing() {
  const { workspace } = useApi();
  const back = (
    <ButtonLink>
      <Link href={paths.jobs(workspace)}>All jobs</Link>
    </ButtonLink>
  );
  return (
    <Page title="No such job" crumbs={[{ label: "Jobs", href: paths.jobs(workspace) }]}>
      <ErrorState
        title="There is no such job in this workspace"
        detail="It may be in another workspace, or the address may be wrong."
        action={back}
      />
    </Page>
  );
}
