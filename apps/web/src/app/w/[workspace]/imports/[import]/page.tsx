import { ImportPage } from "#src/domains/imports/import/import-page.tsx";
import { importQuery } from "#src/domains/imports/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; import: string }>;
}

export default async function Import({ params }: Props) {
  const { workspace, import: importId } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(importQuery(api, importId))]}>
      <ImportPage importId={importId} />
    </Prefetched>
  );
}
