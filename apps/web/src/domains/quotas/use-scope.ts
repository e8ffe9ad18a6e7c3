"use client";
import { UseRange } from "@plumbline/contracts/quotas/overview";
import { PoolResource } from "@plumbline/contracts/quotas/pool";
import { useUrlState } from "#src/components/url-state.ts";
import type { UseScope } from "./queries.ts";

/** What is looked at stands in the address. */
export function useScope(): { scope: UseScope; set: ReturnType<typeof useUrlState>["set"] } {
  const { get, set } = useUrlState();
  const range = UseRange.safeParse(get("range"));
  const resource = PoolResource.safeParse(get("resource"));
  return {
    scope: { range: range.success ? range.data : "7d", resource: resource.success ? resource.data : undefined, cluster: get("cluster") },
    set,
  };
}
