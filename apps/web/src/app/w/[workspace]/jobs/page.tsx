import { JobsPage } from "#src/domains/jobs/list/jobs-page.tsx";
import { jobsQuery } from "#src/domains/jobs/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Jobs({ params }: Props) {
  const { workspace } = await params;
  const all = { state: undefined, isMine: false, kind: undefined, name: "" };
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchInfiniteQuery(jobsQuery(api, all))]}>
      <JobsPage />
    </Prefetched>
  );
}
