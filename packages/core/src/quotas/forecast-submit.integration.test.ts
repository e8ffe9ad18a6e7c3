import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { admitWaiting, forecastSubmit, placeJob } from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
});
afterAll(() => site.env.close());

const preview = (workspace: TestWorkspace, gpus: number, flavour: string) =>
  site.within(workspace, async (ctx) => {
    const placement = await placeJob(ctx, { gpus, cpu: 1, nodes: 1, flavour });
    return forecastSubmit(ctx, placement, { priority: "normal", timeLimitSeconds: 7200 });
  });

test("a dry run says whether it starts, what it takes of the guarantee, what it borrows, and queues nothing", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8, flavour: "dry" });
  await site.guarantee(poolId, workspace, { nominal: 4 });
  expect(await preview(workspace, 2, "dry")).toMatchObject({
    ...{ executor: "local", cluster: null, startsNow: true, quotaEffect: "2 of 4 guaranteed dry after it", borrows: 0 },
    ...{ start: null, startNote: null, worstCaseCost: null, budget: null, problems: [], warnings: [] },
  });
  await site.queue(workspace, poolId, { amount: 4 });
  await admitWaiting(site.deps);
  expect(await preview(workspace, 3, "dry")).toMatchObject({
    startsNow: true,
    borrows: 3,
    quotaEffect: "borrows 3 dry, which their owner may take back",
  });
  expect(await preview(workspace, 5, "dry")).toMatchObject({
    startsNow: false,
    start: null,
    startNote: expect.stringContaining("a forecast needs 20"),
  });
  expect(await site.sql("SELECT 1 FROM claim WHERE workspace_id = $1", [workspace.id])).toHaveLength(1);
});

test("it says what the budget would refuse, and where the pool is held", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8, flavour: "paid", state: "held" });
  await site.sql(
    "INSERT INTO pool_rate (pool_id, valid_from, per_unit_hour, currency, set_by) VALUES ($1, '2026-01-01', 5, 'EUR', 'test')",
    [poolId],
  );
  await site.sql(
    "INSERT INTO budget (workspace_id, soft_limit, hard_limit, currency, updated_by, updated_at) VALUES ($1, 10, 15, 'EUR', 'test', now())",
    [workspace.id],
  );
  expect(await preview(workspace, 2, "paid")).toMatchObject({
    startsNow: false,
    worstCaseCost: { amount: 20, currency: "EUR" },
    budget: { remaining: 15, currency: "EUR", isOverSoftLimit: true },
    problems: [
      {
        path: "timeLimit",
        message: expect.stringMatching(/^This may cost .* EUR in .*, and 15\.00 EUR of the budget of 15\.00 EUR is left/),
      },
    ],
    warnings: [expect.stringContaining("Nothing new starts in"), expect.stringContaining("past the soft limit")],
  });
});

test("what no pool can serve is refused with the field of the spec", async () => {
  const workspace = await site.createWorkspace();
  const other = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8, flavour: "guarded" });
  await site.guarantee(poolId, other, { nominal: 8, lending: 2 });
  await expect(preview(workspace, 3, "guarded")).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "resources.gpus.count", message: expect.stringContaining("your workspace may hold at most 2") }],
  });
  await expect(preview(workspace, 3, "nothing")).rejects.toMatchObject({ fields: [{ path: "resources.gpus.flavour" }] });
});
