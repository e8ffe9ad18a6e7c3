import type { ClusterPool } from "@plumbline/contracts/clusters/reading";
import { countText, formatCount } from "@plumbline/ui/format/number";
import { clsx } from "clsx";
import { gpuLooks } from "./gpu-looks.ts";
import { segmentsOf, usesText } from "./gpu-uses.ts";
import { NodeSquares } from "./node-squares.tsx";

/** So wide a part of a bar has room for its number. */
const roomPercent = 2.4;

/** One pool as a bar in the scale of the largest, and its nodes GPU by GPU. */
export function PoolRow({ pool, largest }: { pool: ClusterPool; largest: number }) {
  const { title, total, nodes, flavour, unplaced } = pool;
  return (
    <div className="grid items-center gap-x-4 gap-y-2 border-b px-3.5 py-2.5 last:border-0 md:grid-cols-[120px_minmax(0,1fr)] xl:grid-cols-[120px_minmax(0,1fr)_252px]">
      <div className="min-w-0">
        <h3 className="truncate font-semibold" title={`${title} (${pool.resource})`}>
          {title}
        </h3>
        <p className="text-ink-2">
          {formatCount(total)} on {countText(nodes.length, "node")}
        </p>
        {flavour === null && <p className="text-small text-warn">no quota covers it</p>}
        {unplaced > 0 && <p className="text-ink-2 text-small">{formatCount(unplaced)} more admitted, on no node yet</p>}
      </div>
      <div role="img" aria-label={`${title}: ${usesText(pool)}`} className="flex h-6.5 min-w-0">
        {segmentsOf(pool, largest).map(({ use, count, width }) => (
          <span
            key={use}
            title={usesText({ ...none, [use]: count })}
            style={{ width: `${width}%` }}
            className={clsx(
              "mr-px grid min-w-1.5 place-items-center overflow-hidden border-[1.5px] font-medium text-small tabular-nums first:rounded-l-sm last:mr-0 last:rounded-r-sm",
              gpuLooks[use],
            )}
          >
            {width >= roomPercent && formatCount(count)}
          </span>
        ))}
      </div>
      <NodeSquares nodes={nodes} />
    </div>
  );
}

const none = { guaranteed: 0, borrowed: 0, outside: 0, idle: 0, free: 0, closed: 0 };
