import type { Deps } from "../kernel/index.ts";
import { hourSlices } from "./rules/hours.ts";
import { gapMs, idleAfterMs, idlePercent } from "./rules/idle.ts";
import { addOutsideHours, lockOutside, type OutsideHours, type OutsideRow, replaceOutside } from "./store/outside.ts";

/** What a namespace holds of a pool without a quota, as it was seen on the cluster. */
export interface OutsideHolding {
  readonly namespace: string;
  /** Of what owns the pods: Deployment, StatefulSet, … */
  readonly kind: string;
  readonly amount: number;
  readonly since: Date;
  readonly busyPercent: number | null;
  readonly smActivePercent: number | null;
}

/** Records all that is held outside of quotas in a pool at this moment; what is not among it has ended. */
export async function recordOutside(deps: Deps, poolId: string, seen: readonly OutsideHolding[]): Promise<void> {
  const now = deps.now();
  await deps.db.transaction({ role: "system" }, async (tx) => {
    const before = new Map((await lockOutside(tx, poolId)).map((row) => [keyOf(row), row]));
    const rows = seen.map((holding) => nextRow(poolId, holding, { before: before.get(keyOf(holding)), now }));
    const hours = rows.flatMap((row) => hoursSince(before.get(keyOf(row)), row));
    await replaceOutside(tx, poolId, rows);
    if (hours.length > 0) await addOutsideHours(tx, poolId, hours);
  });
}

const keyOf = ({ namespace, kind }: { namespace: string; kind: string }): string => `${namespace}\n${kind}`;

function nextRow(poolId: string, holding: OutsideHolding, { before, now }: { before: OutsideRow | undefined; now: Date }): OutsideRow {
  const percent = holding.smActivePercent ?? holding.busyPercent;
  const measure = percent === null ? null : holding.smActivePercent === null ? ("busy" as const) : ("sm-active" as const);
  const goesOn = before?.measure === measure && now.getTime() - before.seen_at.getTime() <= gapMs;
  const idle = percent !== null && percent < idlePercent;
  return {
    ...{ pool_id: poolId, namespace: holding.namespace, kind: holding.kind, amount: holding.amount, since: holding.since },
    ...{ seen_at: now, measure, percent, idle_since: idle ? ((goesOn ? before.idle_since : null) ?? now) : null },
  };
}

/** The unit hours between two looks; nothing where they are too far apart to say. */
function hoursSince(before: OutsideRow | undefined, row: OutsideRow): OutsideHours[] {
  if (!before || row.seen_at.getTime() - before.seen_at.getTime() > gapMs) return [];
  const isIdle = row.idle_since !== null && row.seen_at.getTime() - row.idle_since.getTime() >= idleAfterMs;
  return hourSlices(before.seen_at, row.seen_at).map(({ hour, hours }) => ({
    ...{ namespace: row.namespace, hour, unitHours: hours * before.amount },
    idleHours: isIdle ? hours * Math.min(before.amount, row.amount) : 0,
  }));
}
