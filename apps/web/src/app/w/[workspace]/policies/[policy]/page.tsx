import { PolicyPage } from "#src/domains/approvals/policies/policy-page.tsx";
import { policyQuery } from "#src/domains/approvals/policies/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; policy: string }>;
  searchParams: Promise<{ scope?: string }>;
}

export default async function Policy({ params, searchParams }: Props) {
  const [{ workspace, policy }, { scope: asked }] = await Promise.all([params, searchParams]);
  const scope = asked === "organisation" ? "organisation" : "workspace";
  const name = decodeURIComponent(policy);
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(policyQuery(api, name, scope))]}>
      <PolicyPage name={name} scope={scope} />
    </Prefetched>
  );
}
