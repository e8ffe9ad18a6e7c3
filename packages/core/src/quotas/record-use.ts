import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { Holder } from "./claim.ts";
import { hourOf } from "./rules/hours.ts";
import { type Sample, type SampleUse, takeSample, type UnitState } from "./rules/idle.ts";
import { findClaim } from "./store/claims.ts";
import { addUse, type HourUse, putUnits, selectUnits } from "./store/use.ts";

export type { Sample } from "./rules/idle.ts";

/**
 * Takes samples of what a holder holds: adds them to their hours, and remembers of each unit when it last worked. Samples may come
 * late and in any order; of one unit, those older than its newest are dropped. Four statements, whatever the number of samples.
 */
export async function recordUse(ctx: Ctx, holder: Holder, samples: readonly Sample[]): Promise<void> {
  const measured = samples.filter(({ busyPercent, smActivePercent }) => busyPercent !== null || smActivePercent !== null);
  if (measured.length === 0) return;
  const workspaceId = workspaceOf(ctx).id;
  const claim = await findClaim(ctx.tx, workspaceId, holder);
  if (!claim?.admitted_at || claim.state === "released") return;
  const states = new Map((await selectUnits(ctx.tx, workspaceId, claim.id)).map((state) => [state.unit, state]));
  const uses: SampleUse[] = [];
  const changed = new Map<string, UnitState>();
  for (const sample of [...measured].sort((one, other) => one.at - other.at)) {
    const { state, use } = takeSample(states.get(sample.unit), sample);
    if (!(state && use)) continue;
    states.set(sample.unit, state);
    changed.set(sample.unit, state);
    uses.push(use);
  }
  if (uses.length === 0) return;
  await putUnits(ctx.tx, workspaceId, { claimId: claim.id, states: [...changed.values()] });
  await addUse(ctx.tx, workspaceId, { claimId: claim.id, hours: byHour(uses) });
}

function byHour(uses: readonly SampleUse[]): HourUse[] {
  const hours = new Map<number, HourUse>();
  for (const use of uses) {
    const hour = hourOf(use.at);
    const sum = hours.get(hour.getTime()) ?? { hour, busySum: 0, busyCount: 0, smSum: 0, smCount: 0, idleSeconds: 0 };
    hours.set(hour.getTime(), {
      hour,
      busySum: sum.busySum + (use.busyPercent ?? 0),
      busyCount: sum.busyCount + Number(use.busyPercent !== null),
      smSum: sum.smSum + (use.smActivePercent ?? 0),
      smCount: sum.smCount + Number(use.smActivePercent !== null),
      idleSeconds: sum.idleSeconds + use.idleSeconds,
    });
  }
  return [...hours.values()].sort((one, other) => one.hour.getTime() - other.hour.getTime());
}
