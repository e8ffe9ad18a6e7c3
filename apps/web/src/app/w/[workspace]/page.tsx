import { Home } from "#src/components/home/home.tsx";
import { tokensQuery } from "#src/domains/access/queries.ts";
import { undecidedQuery } from "#src/domains/approvals/undecided.ts";
import { recentRunsQuery } from "#src/domains/experiments/queries.ts";
import { myJobsQuery } from "#src/domains/jobs/queries.ts";
import { usageQuery } from "#src/domains/workspaces/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function HomePage({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [
        client.prefetchQuery(usageQuery(api)),
        client.prefetchQuery(recentRunsQuery(api)),
        client.prefetchQuery(tokensQuery(api, false)),
        client.prefetchQuery(myJobsQuery(api)),
        client.prefetchQuery(undecidedQuery(api)),
      ]}
    >
      <Home />
    </Prefetched>
  );
}
