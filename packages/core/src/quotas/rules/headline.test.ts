import { expect, test } from "vitest";
import { headlineOf, type WaitFacts } from "./headline.ts";

const facts = (given: Partial<WaitFacts> = {}): WaitFacts => ({
  pool: { name: "h100", resource: "gpu", flavour: "h100", mig: null, capacity: 64, outside: 0, stateReason: null },
  ...{ workspace: "risk", amount: 4, used: 16, guaranteed: 16, borrowingLimit: null, most: 64, free: 3 },
  ...{ blocked: undefined, named: null, waitedMinutes: 34 },
  ...given,
});
const told = (given: Partial<WaitFacts>) => headlineOf(facts(given)).headline;

test.each<[string, Partial<WaitFacts>]>([
  [
    "Waiting for 4 h100: risk uses all 16 it is guaranteed, and only 3 of the pool's 64 are free to borrow.",
    { blocked: { kind: "cohort", available: 3 } },
  ],
  [
    "Waiting for 4 h100: risk uses 14 of the 16 it is guaranteed, and only 1 of the pool's 64 is free to borrow.",
    { used: 14, blocked: { kind: "cohort", available: 1 } },
  ],
  [
    "Waiting for 4 h100: risk is guaranteed none, and none of the pool's 64 are free to borrow.",
    { used: 0, guaranteed: 0, blocked: { kind: "cohort", available: 0 } },
  ],
  [
    "Waiting for 4 h100: risk uses all 16 it is guaranteed and borrows 2, and may borrow no more than 2.",
    { used: 18, borrowingLimit: 2, blocked: { kind: "own-limit", available: 0 } },
  ],
  [
    "Waiting for 4 h100: risk uses all 16 it is guaranteed, and may borrow none.",
    { borrowingLimit: 0, blocked: { kind: "own-limit", available: 0 } },
  ],
  ["Waiting for 4 h100: train-1, ahead in risk's queue, must start first.", { named: "train-1", blocked: { kind: "behind", of: "x" } }],
  [
    "Waiting for 4 h100: 3 are free, and kept for a job of another workspace, which has waited longest.",
    { blocked: { kind: "kept", for: "x", available: 3 } },
  ],
  ["Waiting for 4 h100: 3 are free, and workspaces that wait are guaranteed them.", { blocked: { kind: "kept", for: null, available: 3 } }],
  ["Waiting for 4 h100: what was borrowed is being given back; it starts as soon as that has ended.", { blocked: { kind: "making-room" } }],
  [
    "It asks for 4 h100, and risk can hold at most 2: it will not start as it is.",
    { most: 2, blocked: { kind: "own-limit", available: 0 } },
  ],
  ["4 h100 are free: it is about to start.", {}],
])("%s", (sentence, given) => {
  expect(told(given)).toBe(sentence);
});

test("a pool counts what it counts", () => {
  const { pool } = facts();
  const blocked = { kind: "capacity", available: 1 } as const;
  expect(told({ blocked, free: 1, pool: { ...pool, outside: 8 } })).toContain(
    "only 1 of the pool's 64 is free, and 8 are held outside of quotas",
  );
  expect(told({ blocked, amount: 2.5, pool: { ...pool, resource: "cpu" } })).toContain("Waiting for 2.5 cores:");
  expect(told({ blocked, amount: 1, pool: { ...pool, mig: "1g.10gb" } })).toContain("Waiting for 1 1g.10gb slice of h100:");
});

test("a held or emptied pool says so, with its reason", () => {
  const { pool } = facts();
  expect(told({ blocked: { kind: "held" } })).toBe("Nothing new starts in h100: the platform team holds the pool.");
  expect(told({ blocked: { kind: "draining" }, pool: { ...pool, stateReason: "new drivers" } })).toContain(
    "empties the pool: new drivers.",
  );
});
