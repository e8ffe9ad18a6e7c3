"use client";
import type { PoolUse } from "@plumbline/contracts/quotas/overview";
import type { PoolResource } from "@plumbline/contracts/quotas/pool";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { poolText } from "./pool-text.ts";
import { poolsQuery } from "./pools-query.ts";

interface Props {
  resource: PoolResource;
  /** Of the list that offers the flavours there are. */
  listId: string;
}

/** What there is to ask for: each pool, what of it is free now, and who else waits. */
export function PoolNote({ resource, listId }: Props) {
  const { can } = useViewer();
  const pools = useQuery({ ...poolsQuery(useApi(), resource), enabled: can("quota:read") });
  const items = pools.data?.pools ?? [];
  return (
    <>
      <datalist id={listId}>
        {[...new Set(items.map(({ flavour }) => flavour))].map((flavour) => (
          <option key={flavour} value={flavour} />
        ))}
      </datalist>
      {items.length > 0 && (
        <ul aria-label="Pools" className="grid gap-x-4 gap-y-0.5 text-ink-2 text-small sm:grid-cols-2">
          {items.map((pool: PoolUse) => (
            <li key={pool.id} className="truncate tabular-nums" title={pool.title}>
              <span className="font-medium text-ink">{pool.name}</span> {poolText(pool)}
            </li>
          ))}
        </ul>
      )}
      {pools.data && items.length === 0 && resource === "gpu" && (
        <p className="text-warn text-small">There is no pool of GPUs: nothing here can give some.</p>
      )}
    </>
  );
}
