import type { ClaimPriority } from "@plumbline/contracts/quotas/pool";
import { AppError, type Ctx, uuidv7, workspaceOf } from "../kernel/index.ts";
import type { Holder } from "./claim.ts";
import * as store from "./store/claims.ts";
import { forgetUnits } from "./store/use.ts";

/** A wish for a part of a pool. */
export interface ClaimRequest {
  /** Its number and title are shown to the workspace alone. */
  readonly holder: Holder & { readonly number: number; readonly title: string };
  /** Of the person or service account that asked for it. */
  readonly ownerId: string;
  readonly poolId: string;
  /** GPUs, slices or cores, of all nodes together. */
  readonly amount: number;
  readonly priority: ClaimPriority;
  readonly timeLimitSeconds: number;
  /** Claims that last about as long have the same, such as the job's name. */
  readonly alikeKey: string;
}

/** Why a claim was given up. `preempted` keeps its place in the queue for the holder's next claim. */
export type ReleaseCause = "ended" | "cancelled" | "suspended" | "preempted";

/** Queues a claim in the caller's transaction. A holder whose claim is not released keeps that one. */
export async function queueClaim(ctx: Ctx, request: ClaimRequest): Promise<store.ClaimRow> {
  const workspaceId = workspaceOf(ctx).id;
  const last = await store.lockClaim(ctx.tx, workspaceId, request.holder);
  if (last && last.state !== "released") return last;
  const made = await store.insertClaim(ctx.tx, workspaceId, {
    id: uuidv7(ctx.now.getTime()),
    pool_id: request.poolId,
    holder_kind: request.holder.kind,
    holder_id: request.holder.id,
    turn: (last?.turn ?? 0) + 1,
    number: request.holder.number,
    title: request.holder.title,
    owner_id: request.ownerId,
    amount: request.amount,
    priority: request.priority,
    time_limit_seconds: request.timeLimitSeconds,
    alike_key: request.alikeKey,
    queued_at: ctx.now,
    ranked_at: last && keepsItsPlace(last) ? last.ranked_at : ctx.now,
  });
  const claim = made ?? (await store.lockClaim(ctx.tx, workspaceId, request.holder));
  if (!claim) throw new AppError("internal", "A claim was neither queued nor found.");
  return claim;
}

const keepsItsPlace = ({ cause }: store.ClaimRow): boolean =>
  cause !== null && ["preempted", "reclaimed", "priority", "drained"].includes(cause);

/** The newest claim of a holder, released or not. */
export const claimOf = (ctx: Ctx, holder: Holder): Promise<store.ClaimRow | undefined> =>
  store.findClaim(ctx.tx, workspaceOf(ctx).id, holder);

/** Puts what waits where its cluster has it among those of one priority. */
export async function rankClaim(ctx: Ctx, holder: Holder, rankedAt: Date): Promise<void> {
  await store.setRank(ctx.tx, workspaceOf(ctx).id, { holder, rankedAt });
}

/** Records that a cluster admitted the holder. Undefined when nothing of it waits. */
export async function holdClaim(ctx: Ctx, holder: Holder, { at }: { at: Date }): Promise<store.ClaimRow | undefined> {
  const workspaceId = workspaceOf(ctx).id;
  const claim = await store.lockClaim(ctx.tx, workspaceId, holder);
  return claim?.state === "waiting" ? store.setHeld(ctx.tx, workspaceId, { id: claim.id, at }) : undefined;
}

/** Gives up what a holder waits for or holds. Once released, nothing changes. */
export async function releaseClaim(
  ctx: Ctx,
  holder: Holder,
  { endedAt, cause }: { endedAt: Date; cause: ReleaseCause },
): Promise<store.ClaimRow | undefined> {
  const workspaceId = workspaceOf(ctx).id;
  const claim = await store.lockClaim(ctx.tx, workspaceId, holder);
  if (!claim || claim.state === "released") return claim;
  await forgetUnits(ctx.tx, workspaceId, claim.id);
  return store.setReleased(ctx.tx, workspaceId, { id: claim.id, at: endedAt, cause });
}

/** Changes the priority of what waits. Undefined when nothing of it waits. */
export async function setClaimPriority(ctx: Ctx, holder: Holder, priority: ClaimPriority): Promise<store.ClaimRow | undefined> {
  const workspaceId = workspaceOf(ctx).id;
  const claim = await store.lockClaim(ctx.tx, workspaceId, holder);
  return claim && store.setPriority(ctx.tx, workspaceId, { id: claim.id, priority });
}
