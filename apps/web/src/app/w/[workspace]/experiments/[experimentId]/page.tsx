import { experimentQuery, runColumnsQuery } from "#src/domains/experiments/queries.ts";
import { RunsPage } from "#src/domains/experiments/runs/runs-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; experimentId: string }>;
}

export default async function ExperimentPage({ params }: Props) {
  const { workspace, experimentId } = await params;
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [
        client.prefetchQuery(experimentQuery(api, experimentId)),
        client.prefetchQuery(runColumnsQuery(api, experimentId)),
      ]}
    >
      <RunsPage experimentId={experimentId} />
    </Prefetched>
  );
}
