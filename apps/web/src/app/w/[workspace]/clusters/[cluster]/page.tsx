import { ClusterPage } from "#src/domains/clusters/cluster/cluster-page.tsx";
import { clusterQuery } from "#src/domains/clusters/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; cluster: string }>;
}

export default async function Cluster({ params }: Props) {
  const { workspace, cluster } = await params;
  const name = decodeURIComponent(cluster);
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(clusterQuery(api, name))]}>
      <ClusterPage cluster={name} />
    </Prefetched>
  );
}
