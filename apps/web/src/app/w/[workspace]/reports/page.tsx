import { reportsQuery } from "#src/domains/experiments/reports/queries.ts";
import { ReportsPage } from "#src/domains/experiments/reports/reports-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Reports({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchInfiniteQuery(reportsQuery(api))]}>
      <ReportsPage />
    </Prefetched>
  );
}
