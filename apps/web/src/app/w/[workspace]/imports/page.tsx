import { ImportsPage } from "#src/domains/imports/list/imports-page.tsx";
import { importsQuery } from "#src/domains/imports/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Imports({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchInfiniteQuery(importsQuery(api))]}>
      <ImportsPage />
    </Prefetched>
  );
}
