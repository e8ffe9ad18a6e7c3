import type { Pending } from "@plumbline/contracts/quotas/pending";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { Holder } from "./claim.ts";
import { toHolders } from "./pending-holders.ts";
import { type PoolScene, readScene } from "./pool-scene.ts";
import { remediesFor } from "./remedies.ts";
import { usualWait } from "./rules/alike.ts";
import { headlineOf } from "./rules/headline.ts";
import { mostOf, type PlaceWish } from "./rules/places.ts";
import { amountOf, count } from "./rules/pool-words.ts";
import { type Replay, replayEnds } from "./rules/replay-ends.ts";
import { byRank, withinPool } from "./rules/situation.ts";
import { sharesOf } from "./shares.ts";
import { forecastStart } from "./start-forecast.ts";
import { type ClaimRow, findClaim, type OwnHolder, selectOwnHolders } from "./store/claims.ts";

/** What the holder's slice knows and quotas do not. */
export interface ExplainExtras {
  /** What the spec asks, so that another flavour and fewer units can be tried. */
  readonly wish?: PlaceWish;
  /** What the cluster's own scheduler says. */
  readonly scheduler?: Pending["scheduler"];
  /** Where the cluster says that it stands. */
  readonly position?: { readonly at: number; readonly of: number };
  /** Where something else than quotas holds it up. */
  readonly blocking?: {
    readonly kind: Pending["blocking"]["kind"];
    readonly headline: string;
    readonly detail: string;
    /** Left out or null: as quotas know it. */
    readonly resource?: string | null;
    readonly available?: number | null;
  };
}

/** Ends of holders that are played through at most: beyond, it is said that more must end. */
const stepsMax = 15;

/** Why a holder waits. Undefined when nothing of it does. */
export async function explainClaim(ctx: Ctx, holder: Holder, extras: ExplainExtras = {}): Promise<Pending | undefined> {
  const workspaceId = workspaceOf(ctx).id;
  const claim = await findClaim(ctx.tx, workspaceId, holder);
  if (claim?.state !== "waiting") return undefined;
  const scene = await readScene(ctx, claim.pool_id);
  if (!scene) return undefined;
  const own = new Map((await selectOwnHolders(ctx.tx, workspaceId, [claim.pool_id])).map((one) => [one.id, one]));
  const replay = replayOf(scene, claim.id);
  const told = tellWhy(ctx, { scene, claim, own });
  const { forecast, note } = forecastStart(scene, {
    queuedAt: claim.queued_at.getTime(),
    stood: standOf(scene, claim.id).at,
    amount: claim.amount,
  });
  return {
    headline: extras.blocking?.headline ?? told.headline,
    detail: extras.blocking?.detail ?? detailOf(scene, claim, { replay, own }),
    blocking: {
      kind: extras.blocking?.kind ?? told.kind,
      resource: extras.blocking?.resource ?? scene.pool.flavour,
      needed: claim.amount,
      available: extras.blocking?.available ?? told.available,
      pool: scene.pool.name,
    },
    position: { ...(extras.position ?? standOf(scene, claim.id)), queue: `${workspaceOf(ctx).name}'s ${scene.pool.name} queue` },
    waitedSeconds: Math.max(0, (ctx.now.getTime() - claim.queued_at.getTime()) / 1000),
    usualWait: usualWait(scene.pastWaits.map(({ seconds }) => seconds)),
    forecast,
    forecastNote: note,
    holders: toHolders(ctx, { scene, own, replay, target: claim.id }),
    shares: sharesOf(scene, workspaceId),
    capacity: scene.pool.capacity,
    free: freeOf(scene),
    remedies: await remediesFor(ctx, { scene, claim, own, wish: extras.wish }),
    scheduler: extras.scheduler ?? null,
  };
}

const freeOf = ({ ledger, pool }: PoolScene): number => Math.max(0, ledger.room(pool.id, 0).capacity);

function replayOf({ situation, ends, pool }: PoolScene, target: string): Replay {
  const expected = [...ends].map(([id, { middle }]) => ({ id, at: middle }));
  return replayEnds(withinPool(situation, pool.id), { target, ends: expected, stepsMax });
}

function queueOf({ situation }: PoolScene, id: string) {
  const claim = situation.claims.find((one) => one.id === id);
  const queue = situation.claims.filter(
    (one) => one.state === "waiting" && one.poolId === claim?.poolId && one.workspaceId === claim?.workspaceId,
  );
  return queue.sort(byRank);
}

function standOf(scene: PoolScene, id: string): { at: number; of: number } {
  const queue = queueOf(scene, id);
  return { at: queue.findIndex((one) => one.id === id) + 1, of: queue.length };
}

function tellWhy(ctx: Ctx, { scene, claim, own }: { scene: PoolScene; claim: ClaimRow; own: ReadonlyMap<string, OwnHolder> }) {
  const { id, name } = workspaceOf(ctx);
  const { pool, terms, ledger, decided } = scene;
  const { nominal, borrowingLimit } = terms.guaranteeOf(pool.id, id);
  const blocked = decided.blocked.get(claim.id);
  const other = blocked?.kind === "behind" ? blocked.of : blocked?.kind === "kept" ? blocked.for : null;
  return headlineOf({
    pool: { ...pool, stateReason: pool.state_reason },
    workspace: name,
    amount: claim.amount,
    used: ledger.usage(pool.id, id),
    guaranteed: nominal,
    borrowingLimit,
    most: mostOf(terms, pool, id),
    free: freeOf(scene),
    blocked,
    named: (other === null ? undefined : own.get(other)?.title) ?? null,
    waitedMinutes: Math.floor((ctx.now.getTime() - claim.queued_at.getTime()) / 60_000),
  });
}

/** What stands ahead, and how many must end. */
function detailOf(scene: PoolScene, claim: ClaimRow, { replay, own }: { replay: Replay; own: ReadonlyMap<string, OwnHolder> }): string {
  const queue = queueOf(scene, claim.id);
  const ahead = queue.slice(
    0,
    queue.findIndex(({ id }) => id === claim.id),
  );
  const needs = ahead.reduce((sum, { amount }) => sum + amount, 0);
  const [first] = ahead;
  const before =
    ahead.length === 0 || !first
      ? "It is next in its queue."
      : ahead.length === 1
        ? `Ahead of it is ${own.get(first.id)?.title ?? "another job"}, which needs ${amountOf(needs, scene.pool)}.`
        : `Ahead of it are ${ahead.length} jobs that need ${amountOf(needs, scene.pool)} together.`;
  return `${before} ${endsWords(replay, scene)}`.trim();
}

function endsWords(replay: Replay, { ends }: PoolScene): string {
  if (ends.size === 0) return "";
  const number = replay.freed.length;
  if (replay.startsAt === null) {
    return number < ends.size
      ? `More than ${number} of the ${ends.size} holders must end first.`
      : "Even when all that runs has ended, jobs of others are entitled to start before it.";
  }
  return number === 1 ? "One holder must end first." : `${count(number)} holders must end first, if they end as expected.`;
}
