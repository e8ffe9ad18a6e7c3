import { overviewQuery, usageQuery } from "#src/domains/quotas/queries.ts";
import { QuotasPage } from "#src/domains/quotas/quotas-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Quotas({ params }: Props) {
  const { workspace } = await params;
  const scope = { range: "7d" as const, resource: undefined, cluster: undefined };
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [client.prefetchQuery(overviewQuery(api, scope)), client.prefetchQuery(usageQuery(api, scope))]}
    >
      <QuotasPage />
    </Prefetched>
  );
}
