import { secretsQuery } from "#src/domains/secrets/queries.ts";
import { SecretsPage } from "#src/domains/secrets/secrets-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Secrets({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(secretsQuery(api))]}>
      <SecretsPage />
    </Prefetched>
  );
}
