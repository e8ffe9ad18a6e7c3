import { expect, test } from "vitest";
import { poolText } from "./pool-text.ts";

const pool = {
  resource: "gpu" as const,
  mig: null,
  capacity: 64,
  held: { guaranteed: 61, borrowed: 0, outside: 0, free: 3 },
  waiting: { claims: 2, amount: 8 },
  state: "open" as const,
};

test("a pool says what is free and who waits", () => {
  expect(poolText(pool)).toBe("3 of 64 GPUs free, 2 jobs wait");
  expect(poolText({ ...pool, mig: "1g.10gb", waiting: { claims: 1, amount: 1 } })).toBe("3 of 64 slices free, 1 job waits");
  expect(poolText({ ...pool, resource: "cpu", capacity: 1, waiting: { claims: 0, amount: 0 } })).toBe("3 of 1 core free, nothing waits");
  expect(poolText({ ...pool, state: "draining" })).toBe("draining: nothing new starts, 2 jobs wait");
});
