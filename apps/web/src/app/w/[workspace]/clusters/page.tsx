import { ClustersPage } from "#src/domains/clusters/list/clusters-page.tsx";
import { clustersQuery } from "#src/domains/clusters/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Clusters({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(clustersQuery(api))]}>
      <ClustersPage />
    </Prefetched>
  );
}
