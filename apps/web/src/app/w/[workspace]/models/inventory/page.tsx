import { InventoryPage } from "#src/domains/registry/inventory/inventory-page.tsx";
import { inventoryQuery } from "#src/domains/registry/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Inventory({ params }: Props) {
  const { workspace } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(inventoryQuery(api, undefined))]}>
      <InventoryPage />
    </Prefetched>
  );
}
