import { ModelsPage } from "#src/domains/registry/list/models-page.tsx";
import { modelsQuery } from "#src/domains/registry/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Models({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [client.prefetchInfiniteQuery(modelsQuery(api, { search: "", tier: undefined, stage: undefined }))]}
    >
      <ModelsPage />
    </Prefetched>
  );
}
