"use client";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
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
  const list = { label: "Jobs", href: paths.jobs(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="job" list={list} />;
  const job = query.data;
  return (
    <Page
      title={job ? jobTitle(job) : "Job"}
      crumbs={[list]}
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
