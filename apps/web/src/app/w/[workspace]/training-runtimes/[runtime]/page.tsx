import { runtimesQuery } from "#src/domains/jobs/queries.ts";
import { RuntimePage } from "#src/domains/jobs/runtimes/runtime-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; runtime: string }>;
}

export default async function Runtime({ params }: Props) {
  const { workspace, runtime } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(runtimesQuery(api))]}>
      <RuntimePage runtime={decodeURIComponent(runtime)} />
    </Prefetched>
  );
}
