"use client";
import type { ClusterReading } from "@plumbline/contracts/clusters/reading";
import { Button } from "@plumbline/ui/button";
import { formatCount } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { useUrlState } from "#src/components/url-state.ts";
import { measureText } from "../reading-words.ts";
import { GpuFigures } from "./gpu-figures.tsx";
import { sizeOf } from "./gpu-uses.ts";
import { NodesTable } from "./nodes-table.tsx";
import { PoolRow } from "./pool-row.tsx";

/** Which GPUs there are and who holds them: as figures, as bars, node by node, and as a table. */
export function PoolsPanel({ reading }: { reading: Pick<ClusterReading, "pools" | "measure"> }) {
  const url = useUrlState();
  const { pools, measure } = reading;
  const isTable = url.get("view") === "table";
  const largest = Math.max(0, ...pools.map(sizeOf));
  const total = pools.reduce((sum, pool) => sum + pool.total, 0);
  if (pools.length === 0) {
    return (
      <Panel title="GPUs by pool">
        <EmptyState title="No node has a GPU">
          No node of the cluster offers a GPU that the platform knows. Drivers come with a device plugin, which names them as resources of
          the node.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      flush
      title={`${formatCount(total)} ${total === 1 ? "GPU" : "GPUs"} by pool`}
      aside="all pods counted, ours or not"
      actions={
        <>
          <span className="text-ink-3 max-lg:hidden">{measureText(measure)}</span>
          <Button size="small" onClick={() => url.set({ view: isTable ? undefined : "table" })}>
            {isTable ? "As a drawing" : "As a table"}
          </Button>
        </>
      }
    >
      <GpuFigures pools={pools} isMeasured={measure !== null} />
      {isTable ? <NodesTable pools={pools} /> : pools.map((pool) => <PoolRow key={pool.key} pool={pool} largest={largest} />)}
    </Panel>
  );
}
