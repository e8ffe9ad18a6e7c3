import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compactMetrics } from "./compact-metrics.ts";
import { createRun } from "./create-run.ts";
import { logBatch } from "./log-batch.ts";
import { getMetricHistory } from "./metric-history.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

const point = (key: string, step: number) => ({ key, value: step / 3, step, timestamp: 1_700_000_000_000 + step * 37 });
/** Merges all that arrived until now, as if an hour had passed. */
async function compact(): Promise<void> {
  const handler = await compactMetrics.handler();
  const deps = { ...env.deps, now: () => new Date(Date.now() + 3_600_000) };
  await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(60_000) }, {});
}

test("no point is lost or doubled while several processes write and retry, connections are cut and points are merged", async () => {
  const { runId } = await createRun(env.deps, caller, { experimentId: "0" });
  const total = { writers: 6, batches: 12, keys: ["a", "b", "c"] };
  let isWriting = true;
  let cut = 0;
  const writer = async (number: number) => {
    // Lanes belong to their process.
    const deps = { ...env.deps };
    for (let batch = 0; batch < total.batches; batch += 1) {
      const step = number * 1000 + batch;
      const metrics = total.keys.map((key) => point(key, step));
      const send = (): Promise<boolean> =>
        logBatch(deps, caller, { runId, metrics }).then(
          () => batch % 6 !== 0 || batch === 0,
          () => false,
        );
      // What failed is sent again, as is now and then what did not.
      if (!(await send()))
        while (
          !(await logBatch(deps, caller, { runId, metrics }).then(
            () => true,
            () => false,
          ))
        );
    }
  };
  const cutter = async () => {
    const scope = { role: "app", workspaceId: workspace.id, actorId: "cutter" } as const;
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL LIMIT 1`;
    while (isWriting)
      cut += await env.db
        .transaction(scope, (tx) => tx.rows(kill))
        .then(
          (rows) => rows.length,
          () => 0,
        );
  };
  const worker = async () => {
    while (isWriting) await compact().catch(() => undefined);
  };
  const background = [cutter(), worker()];
  await Promise.all(Array.from({ length: total.writers }, (_, number) => writer(number))).finally(() => {
    isWriting = false;
  });
  await Promise.all(background);
  expect(cut).toBeGreaterThan(0);
  await compact();
  const expected = Array.from({ length: total.writers }, (_, number) =>
    Array.from({ length: total.batches }, (_one, batch) => number * 1000 + batch),
  ).flat();
  for (const key of total.keys) {
    expect((await getMetricHistory(env.deps, caller, { runId, key })).items.map((one) => one.step)).toEqual(expected);
    expect(
      await env.sql(
        "SELECT s.count::int AS count FROM metric_summary s JOIN run r ON r.key = s.run_key JOIN metric_key k ON k.id = s.key_id WHERE r.run_id = $1 AND k.name = $2",
        [runId, key],
      ),
    ).toEqual([{ count: expected.length }]);
  }
}, 60_000);
