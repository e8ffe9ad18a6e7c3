import { DatasetsPage } from "#src/domains/datasets/list/datasets-page.tsx";
import { datasetsQuery } from "#src/domains/datasets/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Datasets({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchInfiniteQuery(datasetsQuery(api, ""))]}>
      <DatasetsPage />
    </Prefetched>
  );
}
