import type { Remedy } from "@plumbline/contracts/quotas/pending";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { cohortOf, type PoolScene, readSituation } from "./pool-scene.ts";
import { admit } from "./rules/admit.ts";
import { moneyWords } from "./rules/budget.ts";
import { termsOf } from "./rules/ledger.ts";
import { type PlaceWish, placesFor } from "./rules/places.ts";
import { amountOf, count, unitsOf } from "./rules/pool-words.ts";
import { byRank, type Guarantee, type Situation, type Standing, withinPool } from "./rules/situation.ts";
import type { ClaimRow, OwnHolder } from "./store/claims.ts";
import { type RateRow, selectRates } from "./store/money.ts";

interface Case {
  readonly scene: PoolScene;
  readonly claim: ClaimRow;
  readonly own: ReadonlyMap<string, OwnHolder>;
  readonly wish: PlaceWish | undefined;
}

/** What would start it sooner. Each was tried: admission was run with the change applied to the queue as it is. */
export async function remediesFor(ctx: Ctx, asked: Case): Promise<Remedy[]> {
  const { scene } = asked;
  const given = { ...asked, scene: { ...scene, situation: withinPool(scene.situation, scene.pool.id) } };
  const elsewhere = await switchFlavour(ctx, given);
  const mayChange = ctx.permissions.has("job:submit");
  const found = [...elsewhere, ...fewer(given), ...suspendOwn(ctx, given), ...raisePriority(given), ...moreQuota(ctx, given)];
  return found.map((remedy) =>
    mayChange || remedy.kind === "request-quota"
      ? remedy
      : { ...remedy, action: null, effect: `${remedy.effect}; your role may not do it` },
  );
}

type Outcome = "starts now" | "starts once what was borrowed has been given back";

/** Whether a claim starts in a situation. */
function outcomeOf(situation: Situation, id: string): Outcome | undefined {
  const decided = admit(situation);
  if (decided.admit.some((one) => one.id === id)) return "starts now";
  return decided.blocked.get(id)?.kind === "making-room" ? "starts once what was borrowed has been given back" : undefined;
}

const withClaim = (situation: Situation, id: string, change: Partial<Standing>): Situation => ({
  ...situation,
  claims: situation.claims.map((claim) => (claim.id === id ? { ...claim, ...change } : claim)),
});

const elsewhereMax = 4;

async function switchFlavour(ctx: Ctx, { scene, claim, wish }: Case): Promise<Remedy[]> {
  if (!wish || wish.gpus === 0) return [];
  const others = scene.pools.filter(({ id }) => id !== scene.pool.id);
  return ctx.deps.db.transaction({ role: "system" }, async (tx) => {
    const rates = new Map((await selectRates(tx, ctx.now)).map((rate) => [rate.pool_id, rate]));
    const remedies: Remedy[] = [];
    for (const { pool, amount } of placesOf(ctx, wish, others).slice(0, elsewhereMax)) {
      const situation = withinPool(await readSituation(tx, { pools: cohortOf(pool, scene.pools), now: ctx.now }), pool.id);
      const standing = scene.situation.claims.find(({ id }) => id === claim.id);
      if (!standing) continue;
      const moved = { ...standing, poolId: pool.id, amount };
      const effect = outcomeOf({ ...situation, claims: [...situation.claims.filter(({ id }) => id !== claim.id), moved] }, claim.id);
      if (!effect) continue;
      remedies.push({
        kind: "switch-flavour",
        title: `Run on ${pool.flavour} instead`,
        detail: rateWords({ from: rates.get(scene.pool.id), to: rates.get(pool.id), amount, before: claim.amount }),
        effect,
        action: { flavour: pool.flavour, pool: pool.name },
      });
    }
    return remedies;
  });
}

/** Pools of other flavours, as if the spec named none. */
const placesOf = (ctx: Ctx, wish: PlaceWish, pools: PoolScene["pools"]) =>
  placesFor({ ...wish, flavour: undefined }, { pools, guarantees: [], workspaceId: workspaceOf(ctx).id }).places;

function rateWords({
  from,
  to,
  amount,
  before,
}: {
  from: RateRow | undefined;
  to: RateRow | undefined;
  amount: number;
  before: number;
}): string {
  if (!(from && to) || from.currency !== to.currency) return "How much longer it takes there is not known.";
  const difference = to.per_unit_hour * amount - from.per_unit_hour * before;
  const words = moneyWords(Math.abs(difference), to.currency);
  if (Math.abs(difference) < 0.005) return "It costs the same an hour there; how much longer it takes is not known.";
  return `${words} an hour ${difference < 0 ? "less" : "more"}; how much longer it takes there is not known.`;
}

function fewer({ scene, claim, wish }: Case): Remedy[] {
  if (!wish || wish.gpus <= 1) return [];
  for (let gpus = wish.gpus - 1; gpus >= 1; gpus--) {
    const effect = outcomeOf(withClaim(scene.situation, claim.id, { amount: gpus * wish.nodes }), claim.id);
    if (effect !== "starts now") continue;
    const each = wish.nodes > 1 ? ` on each of ${wish.nodes} nodes` : "";
    return [
      {
        kind: "fewer-gpus",
        title: `Ask for ${amountOf(gpus, scene.pool)}${each}`,
        detail: `${unitsOf(scene.pool)} for so many are free, and this queue lets a job that fits pass.`,
        effect: `${effect}; it will take longer`,
        action: { gpus },
      },
    ];
  }
  return [];
}

/** As many are offered, of as many that began last as are tried. */
const suspendMax = 3;
const suspendTries = 6;

function suspendOwn(ctx: Ctx, { scene, claim, own }: Case): Remedy[] {
  const mayAll = ctx.permissions.has("job:manage");
  const holders = scene.situation.claims
    .filter((one) => one.poolId === scene.pool.id && one.state === "admitted" && own.has(one.id))
    .filter(({ id }) => mayAll || own.get(id)?.owner_id === ctx.actor.id)
    .sort((one, other) => (other.admittedAt ?? 0) - (one.admittedAt ?? 0))
    .slice(0, suspendTries);
  const remedies: Remedy[] = [];
  for (const holder of holders) {
    const known = own.get(holder.id);
    const isMine = known?.owner_id === ctx.actor.id;
    if (!known || remedies.length === suspendMax) continue;
    const claims = scene.situation.claims.filter(({ id }) => id !== holder.id);
    const effect = outcomeOf({ ...scene.situation, claims }, claim.id);
    if (!effect) continue;
    const minutes = Math.floor((ctx.now.getTime() - (holder.admittedAt ?? 0)) / 60_000);
    remedies.push({
      kind: "suspend-own",
      title: `Suspend ${known.title}${isMine ? ", also yours" : ""}`,
      detail: `Frees ${amountOf(holder.amount, scene.pool)}; it has run for ${minutes} min, and goes on from its last checkpoint when it is resumed.`,
      effect,
      action: { jobId: known.holder_id },
    });
  }
  return remedies;
}

function raisePriority({ scene, claim }: Case): Remedy[] {
  if (claim.priority === "high") return [];
  const raised = withClaim(scene.situation, claim.id, { priority: 2 });
  const effect = outcomeOf(raised, claim.id) ?? placeEffect(scene.situation, raised, claim.id);
  if (!effect) return [];
  return [
    {
      kind: "raise-priority",
      title: "Raise priority to high",
      detail: "Goes before what waits in this queue with a lower priority.",
      effect,
      action: {},
    },
  ];
}

function placeEffect(before: Situation, after: Situation, id: string): string | undefined {
  const placeIn = ({ claims }: Situation): number => {
    const mine = claims.find((claim) => claim.id === id);
    const queue = claims.filter(
      (claim) => claim.state === "waiting" && claim.poolId === mine?.poolId && claim.workspaceId === mine?.workspaceId,
    );
    return queue.sort(byRank).findIndex((claim) => claim.id === id) + 1;
  };
  const [from, to] = [placeIn(before), placeIn(after)];
  return to < from ? `moves from position ${from} to ${to}` : undefined;
}

/** A guarantee of as much more as is missing, from what is shared by all or, where that is not enough, from others. */
function moreQuota(ctx: Ctx, { scene, claim }: Case): Remedy[] {
  const { id } = workspaceOf(ctx);
  const { pool, terms, situation, ledger } = scene;
  const now = terms.guaranteeOf(pool.id, id);
  const missing = Math.max(0, ledger.usage(pool.id, id) + claim.amount - now.nominal);
  if (missing === 0 || now.nominal + missing > pool.capacity) return [];
  const isShared = missing <= terms.shared(pool.id);
  const changed: Guarantee = { ...now, nominal: now.nominal + missing };
  const others = situation.guarantees.filter((one) => !(one.poolId === pool.id && one.workspaceId === id));
  const pools = situation.pools.map((one) =>
    one.id === pool.id ? { ...one, shared: Math.max(0, termsOf(situation).shared(pool.id) - missing) } : one,
  );
  const effect = outcomeOf({ ...situation, pools, guarantees: [...others, changed] }, claim.id);
  if (!effect) return [];
  return [
    {
      kind: "request-quota",
      title: `Ask for ${count(missing)} more guaranteed ${pool.flavour}`,
      detail: isShared ? "From what is shared by all; the platform team decides." : "Another workspace would have to give them up.",
      effect: `${effect}, once ${isShared ? "approved" : "approved by two"}`,
      action: ctx.permissions.has("quota:request") ? { pool: pool.id } : null,
    },
  ];
}
