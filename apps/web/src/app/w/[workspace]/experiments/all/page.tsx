import { allRunKeysQuery } from "#src/domains/experiments/queries.ts";
import { AllRunsPage } from "#src/domains/experiments/runs/all-runs-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function AllRuns({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(allRunKeysQuery(api))]}>
      <AllRunsPage />
    </Prefetched>
  );
}
