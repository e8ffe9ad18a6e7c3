import type { EndForecast } from "@plumbline/contracts/quotas/pending";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { Holder } from "./claim.ts";
import { expectedEnd } from "./rules/expected-end.ts";
import { findClaim } from "./store/claims.ts";
import { selectDurations } from "./store/history.ts";

/** When what a holder holds is expected to be free; null while it holds nothing. */
export async function forecastEnd(ctx: Ctx, holder: Holder): Promise<EndForecast | null> {
  const workspaceId = workspaceOf(ctx).id;
  const claim = await findClaim(ctx.tx, workspaceId, holder);
  if (!claim?.admitted_at || claim.released_at) return null;
  const running = { admittedAt: claim.admitted_at.getTime(), timeLimitSeconds: claim.time_limit_seconds };
  const [alike] = await selectDurations(ctx.tx, [{ workspaceId, alikeKey: claim.alike_key }]);
  const { from, middle, to, basis, longer } = expectedEnd(running, { durations: alike?.durations ?? [], now: ctx.now.getTime() });
  const at = (instant: number) => new Date(instant).toISOString();
  return {
    span: basis === 0 ? null : { from: at(from), middle: at(middle), to: at(to) },
    count: longer,
    alike: `jobs named ${claim.alike_key} in this workspace`,
    latest: at(running.admittedAt + running.timeLimitSeconds * 1000),
  };
}
