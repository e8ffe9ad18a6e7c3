import { ExperimentsPage } from "#src/domains/experiments/list/experiments-page.tsx";
import { experimentsQuery } from "#src/domains/experiments/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Experiments({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [client.prefetchInfiniteQuery(experimentsQuery(api, { search: "", view: "active" }))]}
    >
      <ExperimentsPage />
    </Prefetched>
  );
}
