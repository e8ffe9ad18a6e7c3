import { PoolsPage } from "#src/domains/quotas/pools/pools-page.tsx";

export default function Pools() {
  return <PoolsPage />;
}
