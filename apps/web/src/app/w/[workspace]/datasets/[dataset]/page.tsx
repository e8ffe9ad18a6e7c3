import { DatasetPage } from "#src/domains/datasets/dataset/dataset-page.tsx";
import { datasetQuery, versionsQuery } from "#src/domains/datasets/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; dataset: string }>;
}

export default async function Dataset({ params }: Props) {
  const { workspace, dataset } = await params;
  const name = decodeURIComponent(dataset);
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [client.prefetchQuery(datasetQuery(api, name)), client.prefetchInfiniteQuery(versionsQuery(api, name))]}
    >
      <DatasetPage dataset={name} />
    </Prefetched>
  );
}
