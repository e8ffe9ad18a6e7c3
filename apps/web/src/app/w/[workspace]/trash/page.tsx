import { trashedExperimentsQuery, trashedRunsQuery } from "#src/domains/experiments/trash/queries.ts";
import { TrashPage } from "#src/domains/experiments/trash/trash-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ show?: string }>;
}

export default async function Trash({ params, searchParams }: Props) {
  const [{ workspace }, { show }] = await Promise.all([params, searchParams]);
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [
        show === "experiments"
          ? client.prefetchInfiniteQuery(trashedExperimentsQuery(api, ""))
          : client.prefetchInfiniteQuery(trashedRunsQuery(api, "")),
      ]}
    >
      <TrashPage />
    </Prefetched>
  );
}
