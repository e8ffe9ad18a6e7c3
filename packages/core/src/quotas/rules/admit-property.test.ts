import fc from "fast-check";
import { expect, test } from "vitest";
import { type Admission, admit } from "./admit.ts";
import { openLedger, termsOf } from "./ledger.ts";
import { byRank, type Guarantee, type PoolFacts, patienceMs, type Situation, type Standing } from "./situation.ts";

const workspaces = [1, 2, 3, 4];
const poolIds = ["p", "q"];

const anyPool = (id: string): fc.Arbitrary<PoolFacts> =>
  fc.record({
    id: fc.constant(id),
    capacity: fc.integer({ min: 1, max: 16 }),
    outside: fc.constant(0),
    shared: fc.constant(null),
    state: fc.constant("open" as const),
    strategy: fc.constantFrom("best-effort-fifo" as const, "strict-fifo" as const),
    reclaim: fc.constantFrom("never" as const, "lower-priority" as const, "any" as const),
    preemption: fc.constantFrom("never" as const, "lower-priority" as const, "lower-or-newer-equal" as const),
  });
const limit = fc.option(fc.integer({ min: 0, max: 8 }), { nil: null });
const anyGuarantee = fc.record({
  poolId: fc.constantFrom(...poolIds),
  workspaceId: fc.constantFrom(...workspaces),
  nominal: fc.integer({ min: 0, max: 8 }),
  borrowingLimit: limit,
  lendingLimit: limit,
  weight: fc.constantFrom(0, 1, 2),
});
const anyClaim = fc.record({
  poolId: fc.constantFrom(...poolIds),
  workspaceId: fc.constantFrom(...workspaces),
  amount: fc.integer({ min: 1, max: 10 }),
  priority: fc.integer({ min: 0, max: 2 }),
  rankedAt: fc.integer({ min: 0, max: 2 * patienceMs }),
});

/** Guarantees of one workspace each, of which no more is promised than there is. */
function affordable(pools: readonly PoolFacts[], wished: readonly Guarantee[]): Guarantee[] {
  const left = new Map(pools.map(({ id, capacity }) => [id, capacity]));
  const seen = new Set<string>();
  return wished.flatMap((one) => {
    const key = `${one.poolId} ${one.workspaceId}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const nominal = Math.min(one.nominal, left.get(one.poolId) ?? 0);
    left.set(one.poolId, (left.get(one.poolId) ?? 0) - nominal);
    return [{ ...one, nominal }];
  });
}

/** Everything waits at first; some passes have been made, so that some holds and some is on its way out. */
const anySituation: fc.Arbitrary<Situation> = fc
  .record({
    pools: fc.tuple(anyPool("p"), anyPool("q")),
    wished: fc.array(anyGuarantee, { maxLength: 8 }),
    early: fc.array(anyClaim, { maxLength: 12 }),
    late: fc.array(anyClaim, { maxLength: 12 }),
  })
  .map(({ pools, wished, early, late }) => {
    const waiting = (name: string) => (one: (typeof early)[number], index: number) => ({
      ...one,
      id: `${name}${String(index).padStart(2, "0")}`,
      state: "waiting" as const,
      admittedAt: null,
    });
    const guarantees = affordable(pools, wished);
    const before = { pools, guarantees, claims: early.map(waiting("e")), now: patienceMs };
    const after = applied(before, admit(before));
    return { ...after, claims: [...after.claims, ...late.map(waiting("l"))], now: 2 * patienceMs };
  });

function applied(situation: Situation, { admit: admitted, evict }: Admission): Situation {
  const [starts, ends] = [new Set(admitted.map(({ id }) => id)), new Set(evict.map(({ id }) => id))];
  const claims = situation.claims.map((claim): Standing => {
    if (starts.has(claim.id)) return { ...claim, state: "admitted", admittedAt: situation.now };
    return ends.has(claim.id) ? { ...claim, state: "evicting" } : claim;
  });
  return { ...situation, claims };
}

/** What was to end has ended, and waits again where it stood. */
const released = (situation: Situation): Situation => ({
  ...situation,
  claims: situation.claims.map((claim) => (claim.state === "evicting" ? { ...claim, state: "waiting", admittedAt: null } : claim)),
});

const ledgerOf = (situation: Situation) => {
  const ledger = openLedger(termsOf(situation));
  for (const claim of situation.claims) if (claim.state !== "waiting") ledger.add(claim);
  return ledger;
};

test("nothing is ever held above the capacity, the borrowing limit or what is lent", () => {
  fc.assert(
    fc.property(anySituation, (situation) => {
      const after = ledgerOf(applied(situation, admit(situation)));
      for (const poolId of poolIds) {
        for (const workspaceId of workspaces) {
          const room = after.room(poolId, workspaceId);
          expect(room.capacity).toBeGreaterThanOrEqual(0);
          expect(room.ownLimit).toBeGreaterThanOrEqual(0);
          expect(room.cohort).toBeGreaterThanOrEqual(0);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test("what was borrowed comes back: the head of an owner within its guarantee starts once what made room has ended", () => {
  fc.assert(
    fc.property(anySituation, (drawn) => {
      const situation = { ...drawn, pools: drawn.pools.map((pool) => ({ ...pool, reclaim: "any" as const })) };
      const { guaranteeOf } = termsOf(situation);
      const ledger = ledgerOf(situation);
      const queues = Map.groupBy(
        situation.claims.filter(({ state }) => state === "waiting"),
        ({ poolId, workspaceId }) => `${poolId} ${workspaceId}`,
      );
      const heads = [...queues.values()].map((queue) => [...queue].sort(byRank)[0]).filter((head) => head !== undefined);
      const entitled = heads.filter(
        ({ poolId, workspaceId, amount }) => ledger.usage(poolId, workspaceId) + amount <= guaranteeOf(poolId, workspaceId).nominal,
      );
      const first = applied(situation, admit(situation));
      const leaving = { ...first, claims: first.claims.filter(({ state }) => state !== "evicting") };
      const second = applied(leaving, admit(leaving));
      for (const { id } of entitled) expect(second.claims.find((claim) => claim.id === id)?.state).toBe("admitted");
    }),
    { numRuns: 1000 },
  );
});

test("with nothing arriving and nothing ending by itself it comes to rest, and nobody is sent away twice", () => {
  fc.assert(
    fc.property(anySituation, (drawn) => {
      let situation: Situation = drawn;
      const sentAway = new Map<string, number>();
      for (let pass = 0; ; pass++) {
        const done = admit(situation);
        if (done.admit.length === 0 && done.evict.length === 0 && situation.claims.every(({ state }) => state !== "evicting")) break;
        expect(pass).toBeLessThan(100);
        for (const { id } of done.evict) sentAway.set(id, (sentAway.get(id) ?? 0) + 1);
        situation = released(applied(situation, done));
      }
      expect(Math.max(0, ...sentAway.values())).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1000 },
  );
});

test("the same situation has the same answer, in whatever order it is told", () => {
  const anyOrder = anySituation.chain((situation) =>
    fc.tuple(fc.constant(situation), fc.shuffledSubarray([...situation.claims], { minLength: situation.claims.length })),
  );
  fc.assert(
    fc.property(anyOrder, ([situation, claims]) => {
      const [one, other] = [admit(situation), admit({ ...situation, claims, guarantees: [...situation.guarantees].reverse() })];
      expect({ ...other, blocked: undefined }).toEqual({ ...one, blocked: undefined });
      expect(new Map([...other.blocked].sort())).toEqual(new Map([...one.blocked].sort()));
    }),
  );
});

test("whatever waits is admitted, making room, or told why it waits", () => {
  fc.assert(
    fc.property(anySituation, (situation) => {
      const { admit: admitted, blocked } = admit(situation);
      const waiting = situation.claims.filter(({ state }) => state === "waiting").map(({ id }) => id);
      expect([...admitted.map(({ id }) => id), ...blocked.keys()].sort()).toEqual(waiting.sort());
    }),
  );
});

/** A big claim among small ones that keep coming, each holding for at most `timeLimitMs`. */
test("a big claim that could run is not passed for ever by small ones that keep coming", () => {
  const timeLimitMs = 20 * 60_000;
  const stepMs = 5 * 60_000;
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 16 }), fc.array(anyClaim, { minLength: 20, maxLength: 60 }), (amount, arrivals) => {
      const pools: PoolFacts[] = [
        {
          id: "p",
          capacity: 16,
          outside: 0,
          shared: null,
          state: "open",
          strategy: "best-effort-fifo",
          reclaim: "any",
          preemption: "never",
        },
      ];
      const big: Standing = {
        id: "big",
        poolId: "p",
        workspaceId: 1,
        amount,
        priority: 1,
        state: "waiting",
        rankedAt: 0,
        admittedAt: null,
      };
      let situation: Situation = { pools, guarantees: [], claims: [], now: 0 };
      for (let step = 0; situation.now <= patienceMs + timeLimitMs + stepMs; step++) {
        const coming = Array.from({ length: 4 }, (_, index): Standing => {
          const drawn = arrivals[(step * 4 + index) % arrivals.length];
          return {
            ...{ id: `s${step}-${index}`, poolId: "p", workspaceId: 2 + (index % 3), amount: 1 + ((drawn?.amount ?? 1) % 4) },
            ...{ priority: 1, state: "waiting", rankedAt: situation.now, admittedAt: null },
          };
        });
        situation = {
          ...situation,
          claims: [...situation.claims, ...coming, ...(step === 1 ? [{ ...big, rankedAt: situation.now }] : [])],
        };
        situation = applied(situation, admit(situation));
        const now = situation.now + stepMs;
        situation = {
          ...situation,
          now,
          claims: situation.claims.filter((one) => now - (one.admittedAt ?? now) < timeLimitMs || one.id === "big"),
        };
      }
      expect(situation.claims.find(({ id }) => id === "big")?.state).toBe("admitted");
    }),
    { numRuns: 100 },
  );
});
