import { JobPage } from "#src/domains/jobs/job/job-page.tsx";
import { jobQuery } from "#src/domains/jobs/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; job: string }>;
}

export default async function Job({ params }: Props) {
  const { workspace, job } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(jobQuery(api, job))]}>
      <JobPage jobId={job} />
    </Prefetched>
  );
}
