import type { ClusterPool } from "@plumbline/contracts/clusters/reading";
import { formatCount } from "@plumbline/ui/format/number";
import { clsx } from "clsx";
import { gpuLooks } from "./gpu-looks.ts";
import { gpuTitles, noteOf, shownUses, totalsOf } from "./gpu-uses.ts";

/** All GPUs by their use, which is the key to the drawing below too. */
export function GpuFigures({ pools, isMeasured }: { pools: readonly ClusterPool[]; isMeasured: boolean }) {
  const totals = totalsOf(pools);
  return (
    <dl className="grid grid-cols-2 overflow-hidden sm:grid-cols-[repeat(auto-fit,minmax(150px,1fr))] border-b">
      {shownUses(totals).map((use) => {
        const count = totals[use];
        return (
          <div key={use} className="-ml-px border-l px-3.5 py-2.5">
            <dt className="flex items-center gap-2 text-ink-2 text-small">
              <i aria-hidden="true" className={clsx("size-2.5 rounded-[2px] border-[1.5px]", gpuLooks[use])} />
              {gpuTitles[use]}
            </dt>
            <dd className="flex flex-wrap items-baseline gap-x-1.5">
              <span className="font-semibold text-display tabular-nums">{count === null ? "–" : formatCount(count)}</span>
              <span className="text-ink-2 text-small">{noteOf(use, isMeasured)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
