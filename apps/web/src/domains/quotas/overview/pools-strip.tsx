import type { IdleHolding, Overview, PoolUse } from "@plumbline/contracts/quotas/overview";
import { formatMoney } from "@plumbline/ui/format/money";
import { Panel } from "@plumbline/ui/panel";
import { Skeleton } from "@plumbline/ui/skeleton";
import { Chip } from "@plumbline/ui/status";
import { clsx } from "clsx";
import type { UseScope } from "../queries.ts";
import { amountText, heldOf, rangeWords, unitWords, waitText } from "../words.ts";

const parts = [
  { id: "guaranteed", label: "guaranteed", fill: "bg-accent" },
  { id: "borrowed", label: "borrowed", fill: "border-2 border-accent bg-accent-soft" },
  { id: "outside", label: "outside", fill: "bg-ink-3" },
  { id: "free", label: "free", fill: "border border-line-strong bg-surface" },
] as const;

/** What there is, and how it is held. */
export function PoolsStrip({ overview, range }: { overview: Overview; range: UseScope["range"] }) {
  return (
    <Panel flush className="mb-3">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(260px,100%),1fr))]">
        {overview.pools.map((pool) => (
          <PoolCell key={pool.id} pool={pool} range={range} />
        ))}
        <IdleCell overview={overview} />
      </div>
    </Panel>
  );
}

const cell = "-mb-px -mr-px min-w-0 border-r border-b p-3";

function PoolCell({ pool, range }: { pool: PoolUse; range: UseScope["range"] }) {
  const isShared = pool.promised === 0;
  const shown = parts.filter(({ id }) => pool.held[id] > 0 || id === "free");
  return (
    <section aria-label={pool.name} className={cell}>
      <div className="flex items-baseline gap-2">
        <h2 className="truncate font-semibold text-title">{pool.name}</h2>
        {pool.state !== "open" && (
          <Chip tone="warn" {...(pool.stateReason !== null && { title: pool.stateReason })}>
            {pool.state}
          </Chip>
        )}
        <span className="ml-auto flex-none text-ink-2 tabular-nums">
          {amountText(heldOf(pool))} of {amountText(pool.capacity)} held
        </span>
      </div>
      <div aria-hidden="true" className="mt-1.5 mb-1.5 flex h-3.5 gap-px">
        {shown.map(({ id, fill }) => (
          <i key={id} style={{ flexGrow: pool.held[id] }} className={clsx("min-w-0 basis-0 rounded-[2px]", fill)} />
        ))}
      </div>
      <p className="flex flex-wrap justify-between gap-x-3 text-ink-2 text-small tabular-nums">
        {shown.map(({ id, label }) => (
          <span key={id}>
            {amountText(pool.held[id])} {isShared && id === "borrowed" ? "in use" : label}
          </span>
        ))}
      </p>
      <p className="flex flex-wrap justify-between gap-x-3 text-ink-3 text-small tabular-nums">
        {pool.waits ? (
          <>
            <span>wait p50 {waitText(pool.waits.p50Seconds)}</span>
            <span>p95 {waitText(pool.waits.p95Seconds)}</span>
          </>
        ) : (
          <span>nothing started in {rangeWords[range]}</span>
        )}
        {pool.waiting.claims > 0 && <span className="text-ink-2">{pool.waiting.claims} waiting</span>}
      </p>
    </section>
  );
}

function IdleCell({ overview }: { overview: Overview }) {
  const { idle, idleCostPerHour: cost, resource, pools } = overview;
  const isShared = pools.every(({ promised }) => promised === 0);
  const shown = parts.filter(
    ({ id }) => id === "free" || id === "borrowed" || (id === "guaranteed" ? !isShared : pools.some(({ held }) => held[id] > 0)),
  );
  const units = idle.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <section aria-label="Idle" className={cell}>
      <div className="flex items-baseline gap-2">
        <h2 className="font-semibold text-title">{resource === "gpu" ? `${amountText(units)} idle` : "How to read it"}</h2>
        {cost && units > 0 && <span className="ml-auto text-ink-2 tabular-nums">{formatMoney(cost.amount, cost.currency)} an hour</span>}
      </div>
      <p className="mt-1 text-ink-2 text-small">
        {resource === "gpu"
          ? idleText(idle, overview)
          : "Cores are counted as jobs ask for them. What they do with them is on each job's page; idleness is measured of GPUs alone."}
      </p>
      <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-ink-2 text-small">
        {shown.map(({ id, label, fill }) => (
          <li key={id} className="flex items-center gap-1.5">
            <i aria-hidden="true" className={clsx("size-[9px] rounded-[2px]", fill)} />
            {isShared && id === "borrowed" ? "In use" : label.charAt(0).toUpperCase() + label.slice(1)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "10 % of the 178 held do nothing; 3 are yours." */
function idleText(idle: readonly IdleHolding[], { pools, resource }: Overview): string {
  const held = pools.reduce((sum, pool) => sum + heldOf(pool), 0);
  const units = idle.reduce((sum, { amount }) => sum + amount, 0);
  if (units === 0) return `No ${unitWords[resource].one} that is held and measured has done nothing for 30 minutes.`;
  const mine = idle.filter(({ owner }) => owner?.isMe).reduce((sum, { amount }) => sum + amount, 0);
  const share =
    held > 0 ? `${Math.round((units / held) * 100)} % of the ${amountText(held)} held do nothing` : `${amountText(units)} do nothing`;
  return mine > 0 ? `${share}; ${amountText(mine)} ${mine === 1 ? "is" : "are"} yours.` : `${share}.`;
}

export function PoolsSkeleton() {
  return (
    <div
      role="status"
      aria-label="being read"
      className="mb-3 grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-surface lg:grid-cols-4"
    >
      {[1, 2, 3, 4].map((at) => (
        <div key={at} className="grid h-[104px] content-center gap-3 p-3">
          <Skeleton width="40%" />
          <Skeleton width="100%" className="h-3.5" />
          <Skeleton width="80%" />
        </div>
      ))}
    </div>
  );
}
