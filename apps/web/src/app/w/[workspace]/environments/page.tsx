import { EnvironmentsPage } from "#src/domains/approvals/environments/environments-page.tsx";
import { authorisationsQuery } from "#src/domains/approvals/environments/queries.ts";
import { environmentsQuery } from "#src/domains/registry/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Environments({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [client.prefetchQuery(environmentsQuery(api)), client.prefetchQuery(authorisationsQuery(api))]}
    >
      <EnvironmentsPage />
    </Prefetched>
  );
}
