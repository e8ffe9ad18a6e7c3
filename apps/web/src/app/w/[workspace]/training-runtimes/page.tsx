import { runtimesQuery } from "#src/domains/jobs/queries.ts";
import { RuntimesPage } from "#src/domains/jobs/runtimes/runtimes-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Runtimes({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(runtimesQuery(api))]}>
      <RuntimesPage />
    </Prefetched>
  );
}
