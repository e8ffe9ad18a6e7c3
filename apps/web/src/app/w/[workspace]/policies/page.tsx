import { PoliciesPage } from "#src/domains/approvals/policies/policies-page.tsx";
import { policiesQuery } from "#src/domains/approvals/policies/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Policies({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(policiesQuery(api))]}>
      <PoliciesPage />
    </Prefetched>
  );
}
