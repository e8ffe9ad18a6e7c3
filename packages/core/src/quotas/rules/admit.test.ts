import { expect, test } from "vitest";
import { admit } from "./admit.ts";
import { type Guarantee, type PoolFacts, patienceMs, type Situation, type Standing } from "./situation.ts";

const pool = (given: Partial<PoolFacts> = {}): PoolFacts => ({
  id: "h100",
  capacity: 16,
  outside: 0,
  shared: null,
  state: "open",
  strategy: "best-effort-fifo",
  reclaim: "any",
  preemption: "lower-priority",
  ...given,
});
const quota = (workspaceId: number, nominal: number, given: Partial<Guarantee> = {}): Guarantee => ({
  poolId: "h100",
  workspaceId,
  nominal,
  borrowingLimit: null,
  lendingLimit: null,
  weight: 1,
  ...given,
});
const claim = (id: string, workspaceId: number, given: Partial<Standing> & { amount: number }): Standing => ({
  id,
  poolId: "h100",
  workspaceId,
  priority: 1,
  state: "waiting",
  rankedAt: 0,
  admittedAt: given.state && given.state !== "waiting" ? 0 : null,
  ...given,
});
const situation = (given: Partial<Situation>): Situation => ({ pools: [pool()], guarantees: [], claims: [], now: 0, ...given });
const started = (of: Situation) => admit(of).admit.map(({ id }) => id);

test("without any quota everybody borrows from what is shared, up to the capacity", () => {
  const claims = [claim("a", 1, { amount: 10 }), claim("b", 2, { amount: 6 }), claim("c", 1, { amount: 1 })];
  expect(admit(situation({ claims }))).toMatchObject({
    admit: [
      { id: "b", borrowed: 6 },
      { id: "a", borrowed: 10 },
    ],
    evict: [],
  });
  expect(admit(situation({ claims })).blocked.get("c")).toEqual({ kind: "cohort", available: 0 });
});

test("what is outside of quotas is not there to be given", () => {
  const of = situation({
    pools: [pool({ outside: 10 })],
    claims: [claim("a", 1, { amount: 7 }), claim("b", 1, { amount: 6, rankedAt: 1 })],
  });
  expect(started(of)).toEqual(["b"]);
  expect(admit(of).blocked.get("a")).toEqual({ kind: "capacity", available: 6 });
});

test("nobody borrows beyond the limit, and lends no more than allowed", () => {
  const guarantees = [quota(1, 4, { borrowingLimit: 2 }), quota(2, 12, { lendingLimit: 3 })];
  expect(started(situation({ guarantees, claims: [claim("six", 1, { amount: 6 })] }))).toEqual(["six"]);
  expect(admit(situation({ guarantees, claims: [claim("seven", 1, { amount: 7 })] })).blocked.get("seven")).toEqual({
    kind: "own-limit",
    available: 6,
  });
  const lendsThree = [quota(1, 4), quota(2, 12, { lendingLimit: 3 })];
  expect(started(situation({ guarantees: lendsThree, claims: [claim("seven", 1, { amount: 7 })] }))).toEqual(["seven"]);
  expect(admit(situation({ guarantees: lendsThree, claims: [claim("eight", 1, { amount: 8 })] })).blocked.get("eight")).toEqual({
    kind: "cohort",
    available: 7,
  });
});

test("of those that borrow, the smallest share goes first, whatever its priority", () => {
  const guarantees = [quota(1, 4), quota(2, 4)];
  const claims = [
    claim("holds", 1, { amount: 8, state: "admitted" }),
    claim("one", 1, { amount: 4, priority: 2 }),
    claim("two", 2, { amount: 8, rankedAt: 5 }),
  ];
  expect(started(situation({ guarantees, claims }))).toEqual(["two"]);
});

test("an owner takes back what was borrowed: from the greatest share, the lowest priority, the newest, and no more than needed", () => {
  const guarantees = [quota(1, 8), quota(2, 2), quota(3, 2)];
  const claims = [
    claim("a-old", 2, { amount: 2, state: "admitted", admittedAt: 1 }),
    claim("a-new", 2, { amount: 2, state: "admitted", admittedAt: 9 }),
    claim("a-low", 2, { amount: 2, state: "admitted", admittedAt: 0, priority: 0 }),
    claim("b", 3, { amount: 4, state: "admitted" }),
    claim("c", 4, { amount: 6, state: "admitted" }),
    claim("owner", 1, { amount: 8 }),
  ];
  const first = admit(situation({ guarantees, claims }));
  expect(first.evict).toEqual([
    { id: "c", cause: "reclaimed", for: "owner" },
    { id: "a-low", cause: "reclaimed", for: "owner" },
  ]);
  expect(first.admit).toEqual([]);
  expect(first.blocked.get("owner")).toEqual({ kind: "making-room" });
});

test("what is on its way out is not given to another, and the owner starts once it has gone", () => {
  const guarantees = [quota(1, 8), quota(2, 8)];
  const claims = [
    claim("borrower", 2, { amount: 16, state: "evicting" }),
    claim("owner", 1, { amount: 8, rankedAt: 5 }),
    claim("other", 3, { amount: 8, rankedAt: 1 }),
  ];
  const during = admit(situation({ guarantees, claims }));
  expect(during).toMatchObject({ admit: [], evict: [] });
  expect(during.blocked.get("owner")).toEqual({ kind: "making-room" });
  expect(started(situation({ guarantees, claims: claims.slice(1) }))).toEqual(["owner", "other"]);
});

test("a higher priority takes the place of a lower one of its own workspace alone", () => {
  const guarantees = [quota(1, 8, { borrowingLimit: 0 }), quota(2, 8)];
  const claims = [
    claim("low", 1, { amount: 8, state: "admitted", priority: 0 }),
    claim("theirs", 2, { amount: 8, state: "admitted", priority: 0 }),
    claim("high", 1, { amount: 8, priority: 2 }),
  ];
  expect(admit(situation({ guarantees, claims })).evict).toEqual([{ id: "low", cause: "priority", for: "high" }]);
  expect(admit(situation({ pools: [pool({ preemption: "never" })], guarantees, claims })).evict).toEqual([]);
  const equal = claims.map((one) => ({ ...one, priority: 1, rankedAt: one.id === "low" ? 3 : 1 }));
  expect(admit(situation({ guarantees, claims: equal })).evict).toEqual([]);
  const newer = situation({ pools: [pool({ preemption: "lower-or-newer-equal" })], guarantees, claims: equal });
  expect(admit(newer).evict).toEqual([{ id: "low", cause: "priority", for: "high" }]);
});

test.each([
  ["never", []],
  ["lower-priority", ["low"]],
  ["any", ["low"]],
] as const)("with reclaim %s an owner takes back %j", (reclaim, evicted) => {
  const guarantees = [quota(1, 16)];
  const claims = [
    claim("high", 2, { amount: 8, state: "admitted", priority: 2 }),
    claim("low", 2, { amount: 8, state: "admitted", priority: 0 }),
    claim("owner", 1, { amount: 8 }),
  ];
  expect(admit(situation({ pools: [pool({ reclaim })], guarantees, claims })).evict.map(({ id }) => id)).toEqual(evicted);
});

test("a head that does not fit lets the next try, or not", () => {
  const claims = [
    claim("holds", 1, { amount: 12, state: "admitted" }),
    claim("big", 1, { amount: 8 }),
    claim("small", 1, { amount: 2, rankedAt: 1 }),
  ];
  expect(started(situation({ claims }))).toEqual(["small"]);
  const strict = admit(situation({ pools: [pool({ strategy: "strict-fifo" })], claims }));
  expect(strict.admit).toEqual([]);
  expect(strict.blocked.get("small")).toEqual({ kind: "behind", of: "big" });
});

test("after its patience, what becomes free is kept for a big one from all who would borrow, not from owners", () => {
  const guarantees = [quota(3, 2)];
  const claims = [
    claim("holds", 2, { amount: 10, state: "admitted" }),
    claim("big", 1, { amount: 8 }),
    claim("mine", 1, { amount: 1, rankedAt: 1 }),
    claim("theirs", 2, { amount: 2, rankedAt: 1 }),
    claim("owner", 3, { amount: 2, rankedAt: 1 }),
  ];
  const before = situation({ guarantees, claims, now: patienceMs - 1 });
  expect(started(before)).toEqual(["owner", "mine", "theirs"]);
  const after = admit({ ...before, now: patienceMs });
  expect(after.admit.map(({ id }) => id)).toEqual(["owner"]);
  expect(after.blocked.get("mine")).toEqual({ kind: "behind", of: "big" });
  expect(after.blocked.get("theirs")).toEqual({ kind: "kept", for: "big", available: 4 });
});

test("nothing is kept for what would not fit if all that is borrowed ended", () => {
  const claims = [
    claim("guaranteed", 2, { amount: 12, state: "admitted" }),
    claim("big", 1, { amount: 8 }),
    claim("small", 1, { amount: 2, rankedAt: 1 }),
  ];
  expect(started(situation({ guarantees: [quota(2, 12)], claims, now: patienceMs }))).toEqual(["small"]);
});

test("a held pool starts nothing and ends nothing; a draining one ends all", () => {
  const claims = [claim("runs", 1, { amount: 4, state: "admitted" }), claim("waits", 1, { amount: 4 })];
  const held = admit(situation({ pools: [pool({ state: "held" })], claims }));
  expect(held).toMatchObject({ admit: [], evict: [] });
  expect(held.blocked.get("waits")).toEqual({ kind: "held" });
  expect(admit(situation({ pools: [pool({ state: "draining" })], claims })).evict).toEqual([{ id: "runs", cause: "drained", for: null }]);
});

test("nobody borrows what a waiting claim further back is entitled to: it would be sent away again", () => {
  const claims = [
    claim("too-big", 1, { amount: 30 }),
    claim("entitled", 1, { amount: 8, rankedAt: 2 }),
    claim("borrower", 2, { amount: 12, rankedAt: 1 }),
  ];
  const first = admit(situation({ guarantees: [quota(1, 8)], claims }));
  expect(first.admit.map(({ id }) => id)).toEqual(["entitled"]);
  const others = [...claims.slice(0, 1), claim("runs", 3, { amount: 8, state: "admitted" }), ...claims.slice(1)];
  const waits = admit(situation({ pools: [pool({ reclaim: "never", capacity: 16 })], guarantees: [quota(1, 8)], claims: others }));
  expect(waits).toMatchObject({ admit: [{ id: "entitled", borrowed: 0 }], evict: [] });
});

test("while a head waits for others to end, none behind it borrows", () => {
  const claims = [
    claim("borrows", 2, { amount: 4, state: "admitted" }),
    claim("head", 1, { amount: 13 }),
    claim("behind", 1, { amount: 1, rankedAt: 1 }),
  ];
  const made = admit(situation({ guarantees: [quota(1, 13)], claims }));
  expect(made).toMatchObject({ admit: [], evict: [{ id: "borrows" }] });
  expect(made.blocked.get("behind")).toEqual({ kind: "behind", of: "head" });
});

test("who does not stay within its guarantee takes from its own workspace alone", () => {
  const claims = [
    claim("own-low", 3, { amount: 1, state: "admitted", priority: 0 }),
    claim("theirs", 1, { amount: 2, state: "admitted" }),
    claim("wants", 3, { amount: 4 }),
  ];
  const evicted = admit(situation({ pools: [pool({ capacity: 5 })], guarantees: [quota(3, 4)], claims })).evict;
  expect(evicted.map(({ id, cause }) => [id, cause])).toEqual([
    ["own-low", "priority"],
    ["theirs", "reclaimed"],
  ]);
});
