import { versionQuery } from "#src/domains/datasets/queries.ts";
import { VersionPage } from "#src/domains/datasets/version/version-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; dataset: string; version: string }>;
}

export default async function DatasetVersion({ params }: Props) {
  const { workspace, dataset, version } = await params;
  const name = decodeURIComponent(dataset);
  const number = Number(version) || 0;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(versionQuery(api, name, number))]}>
      <VersionPage dataset={name} version={number} />
    </Prefetched>
  );
}
