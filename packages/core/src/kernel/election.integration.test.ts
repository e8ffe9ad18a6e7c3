import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { standForElection } from "./election.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

test("one leads at a time, and who leads next begins when it ends", async () => {
  const leading: string[] = [];
  const stand = (name: string) =>
    standForElection(env.deps, {
      lockName: "test of one",
      what: "a test",
      lead: (signal) => {
        leading.push(name);
        return untilAborted(signal);
      },
    });
  const first = stand("first");
  await vi.waitFor(() => expect(leading).toEqual(["first"]));
  const second = stand("second");
  await first.close();
  await vi.waitFor(() => expect(leading).toEqual(["first", "second"]), { timeout: 10_000 });
  await second.close();
});

test("a lead that fails gives the lead back, and is stood for again", async () => {
  let terms = 0;
  const office = standForElection(env.deps, {
    lockName: "test of failure",
    what: "a test",
    lead: (signal) => {
      terms++;
      return terms === 1 ? Promise.reject(new Error("the first term fails")) : untilAborted(signal);
    },
  });
  await vi.waitFor(() => expect(terms).toBe(2), { timeout: 10_000 });
  await office.close();
});
