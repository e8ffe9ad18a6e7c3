import { expect, test } from "vitest";
import { type PastClaim, replayHistory } from "./replay-history.ts";
import type { Guarantee, PoolFacts } from "./situation.ts";

const pool: PoolFacts = {
  ...{ id: "p", capacity: 8, outside: 0, shared: null, state: "open", strategy: "best-effort-fifo", reclaim: "any", preemption: "never" },
};
const guarantee = (workspaceId: number, nominal: number): Guarantee => ({
  ...{ poolId: "p", workspaceId, nominal, borrowingLimit: null, lendingLimit: null, weight: 1 },
});
const claim = (id: string, workspaceId: number, given: Partial<PastClaim>): PastClaim => ({
  ...{ id, workspaceId, poolId: "p", amount: 8, priority: 1, queuedAt: 0, heldMs: 100 },
  ...given,
});
const waits = async (guarantees: Guarantee[], claims: PastClaim[], until = 10_000) =>
  Object.fromEntries(await replayHistory({ pools: [pool], guarantees }, { claims, until }));

test("what came first holds as long as it did; the next waits for its end", async () => {
  const claims = [claim("a", 1, {}), claim("b", 2, { queuedAt: 40 }), claim("c", 1, { queuedAt: 50, heldMs: 10 })];
  expect(await waits([], claims)).toEqual({ a: 0, b: 60, c: 150 });
});

test("under another guarantee its owner takes back what was borrowed, and who is sent away begins again", async () => {
  const claims = [
    claim("borrower", 1, {}),
    claim("owner", 2, { queuedAt: 40, heldMs: 30 }),
    claim("later", 1, { queuedAt: 60, heldMs: 10 }),
  ];
  expect(await waits([guarantee(2, 8)], claims)).toEqual({ borrower: 0, owner: 0, later: 110 });
});

test("what would not have started in time has no wait", async () => {
  expect(await waits([], [claim("a", 1, {}), claim("b", 1, { queuedAt: 1 })], 50)).toEqual({ a: 0 });
});

test("an end and an arrival at one instant: what ends makes room", async () => {
  expect(await waits([], [claim("a", 1, {}), claim("b", 1, { queuedAt: 100 })])).toEqual({ a: 0, b: 0 });
});
