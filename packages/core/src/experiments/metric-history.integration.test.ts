import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createRun, getMetricHistory, logBatch } from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let runId: string;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  ({ runId } = await createRun(env.deps, caller, { experimentId: "0" }));
  const metrics = [1, 2, 3].map((step) => ({ key: "loss", value: step, timestamp: step, step }));
  await logBatch(env.deps, caller, { runId, metrics });
});
afterAll(() => env.close());

const page = (cursor: string | undefined) =>
  getMetricHistory(env.deps, caller, { runId, key: "loss", limit: 1, ...(cursor === undefined ? {} : { cursor }) });

test.each([
  ["a word", ["soon", "1", 1]],
  ["a fraction", ["1.5", "1", 1]],
  ["no character", ["\0", "1", 1]],
  ["a number beyond 64 bits", ["1", "9223372036854775808", 1]],
  ["a very long number", ["1", "9".repeat(1000), 1]],
  ["a number where a text was", [1, "1", 1]],
  ["too little", ["1"]],
])("a cursor that was changed to hold %s is refused", async (_what, position) => {
  const { nextCursor } = await page(undefined);
  const [fingerprint] = JSON.parse(Buffer.from(nextCursor ?? "", "base64url").toString()) as unknown[];
  const cursor = Buffer.from(JSON.stringify([fingerprint, ...position])).toString("base64url");
  await expect(page(cursor)).rejects.toMatchObject({ code: "invalid" });
});
