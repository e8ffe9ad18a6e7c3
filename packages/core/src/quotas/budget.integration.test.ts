import { randomUUID } from "node:crypto";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "../kernel/index.ts";
import { listNotifications } from "../notifications/index.ts";
import { reserveBudget } from "./budget.ts";
import type { Holder } from "./claim.ts";
import { queueClaim, releaseClaim } from "./claims.ts";
import { costsOf } from "./costs.ts";
import { admitWaiting, askForBudget, tellOfBudgetWish } from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";
import { monthOf } from "./rules/months.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
  // Away from the end of a month, so that an hour ahead is in the same one.
  const { to } = monthOf(new Date());
  site.env.advance(to.getTime() - Date.now() + 5 * 24 * 3_600_000);
});
afterAll(() => site.env.close());

const hour = 3600;
const setRate = (poolId: string, perUnitHour: number, from = new Date(0)) =>
  site.sql("INSERT INTO pool_rate (pool_id, valid_from, per_unit_hour, currency, set_by) VALUES ($1, $2, $3, 'EUR', 'test')", [
    poolId,
    from,
    perUnitHour,
  ]);
const setBudget = (workspace: TestWorkspace, limits: { soft?: number; hard?: number }) =>
  site.sql(
    "INSERT INTO budget (workspace_id, soft_limit, hard_limit, currency, updated_by, updated_at) VALUES ($1, $2, $3, 'EUR', 'test', now())",
    [workspace.id, limits.soft ?? null, limits.hard ?? null],
  );
/** As a job is submitted: reserve, then queue. */
const submit = async (workspace: TestWorkspace, poolId: string, hours: number) => {
  const request = site.requestOf(poolId, 1, { timeLimitSeconds: hours * hour });
  const reserved = await site.within(workspace, async (ctx) => {
    const { warnings } = await reserveBudget(ctx, request);
    await queueClaim(ctx, request);
    return warnings;
  });
  return { holder: request.holder, warnings: reserved };
};
const costOf = async (ctx: Ctx, holder: Holder) => (await costsOf(ctx, [holder])).get(holder.id);
const release = (workspace: TestWorkspace, holder: { kind: "job"; id: string }) =>
  site.within(workspace, (ctx) => releaseClaim(ctx, holder, { endedAt: ctx.now, cause: "ended" }));

test("the worst case is reserved at submission, refused past the hard limit, and settled at the end", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8 });
  await setRate(poolId, 2);
  await setBudget(workspace, { hard: 20 });
  const first = await submit(workspace, poolId, 8);
  await expect(submit(workspace, poolId, 3)).rejects.toMatchObject({ code: "quota-exceeded", params: { reason: "budget", remaining: 4 } });
  await submit(workspace, poolId, 2);
  await admitWaiting(site.deps);
  site.env.advance(hour * 1000);
  expect(await site.within(workspace, (ctx) => costOf(ctx, first.holder))).toMatchObject({
    spent: { amount: expect.closeTo(2, 1), currency: "EUR" },
    reserved: { amount: expect.closeTo(14, 1) },
  });
  await release(workspace, first.holder);
  expect(await site.within(workspace, (ctx) => costOf(ctx, first.holder))).toMatchObject({
    spent: { amount: expect.closeTo(2, 1) },
    reserved: null,
  });
  await submit(workspace, poolId, 6);
});

test("twenty submissions at once spend no more than the budget", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8 });
  await setRate(poolId, 1);
  await setBudget(workspace, { hard: 7 });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => submit(workspace, poolId, 1)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
});

test("the soft limit warns with each submission, and those who manage the workspace once a month", async () => {
  const workspace = await site.createWorkspace();
  const user = await site.createUser();
  await site.addMember(workspace, user, "admin");
  const poolId = await site.addPool({ capacity: 8 });
  await setRate(poolId, 1);
  await setBudget(workspace, { soft: 2 });
  expect((await submit(workspace, poolId, 1)).warnings).toEqual([]);
  expect((await submit(workspace, poolId, 2)).warnings).toEqual(["The workspace is past the soft limit of its budget for this month."]);
  expect((await submit(workspace, poolId, 2)).warnings).toHaveLength(1);
  const inbox = await listNotifications(site.deps, site.env.callerOf({ workspace, user }), {});
  expect(inbox.items.map(({ kind }) => kind)).toEqual(["quotas.budget-warned"]);
});

test("a rate holds from when it was set; what was held before costs what it cost then", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8 });
  await setRate(poolId, 1);
  const { holder } = await submit(workspace, poolId, 10);
  await admitWaiting(site.deps);
  site.env.advance(2 * hour * 1000);
  await setRate(poolId, 10, site.deps.now());
  site.env.advance(hour * 1000);
  await release(workspace, holder);
  expect((await site.within(workspace, (ctx) => costOf(ctx, holder)))?.spent.amount).toBeCloseTo(12, 1);
});

test("without a rate nothing costs, and without a budget nothing is refused", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8 });
  const { holder } = await submit(workspace, poolId, 10);
  expect(await site.within(workspace, (ctx) => costOf(ctx, holder))).toBeUndefined();
  await setRate(poolId, 1e6);
  await submit(workspace, poolId, 700);
  await setBudget(workspace, { hard: 1 });
  const free = await site.addPool({ capacity: 8 });
  await submit(workspace, free, 1);
  expect(await site.within(workspace, (ctx) => costOf(ctx, { kind: "job", id: randomUUID() }))).toBeUndefined();
});

test("what would run into the next month is held against that month's budget, too", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8 });
  await setRate(poolId, 1);
  await setBudget(workspace, { hard: 24 * 26 });
  // 29 days from the sixth: more than three weeks in this month, and some days in the next.
  await submit(workspace, poolId, 24 * 29);
  await expect(submit(workspace, poolId, 24 * 29)).rejects.toMatchObject({ code: "quota-exceeded" });
});

test("a larger budget is asked of the platform team, and of nobody where there is no limit or nobody else", async () => {
  const workspace = await site.createWorkspace();
  const user = await site.createUser();
  await site.addMember(workspace, user, "contributor");
  const caller = site.env.callerOf({ workspace, user, role: "contributor" });
  const ask = (hardLimit: number) => askForBudget(site.deps, caller, { hardLimit, reason: "an audit" });
  await expect(ask(100)).rejects.toMatchObject({ code: "conflict", params: { reason: "no-limit" } });
  await setBudget(workspace, { hard: 100 });
  await expect(ask(100)).rejects.toMatchObject({ code: "invalid", fields: [{ path: "hardLimit" }] });
  await expect(ask(100.01)).rejects.toMatchObject({ code: "conflict", params: { reason: "nobody-to-ask" } });
  const elsewhere = await site.createWorkspace();
  const decider = await site.createUser({ platformRole: "platform-admin" });
  await site.addMember(elsewhere, decider, "viewer");
  const admin = site.env.callerOf({ workspace: elsewhere, user: decider, role: "viewer" });
  expect(await ask(150)).toEqual({ told: 1 });
  await ask(150);
  const asked = await site.sql<{ payload: Parameters<Awaited<ReturnType<typeof tellOfBudgetWish.handler>>>[1] }>(
    "SELECT payload FROM task WHERE name = 'quotas.tell-of-budget-wish'",
  );
  const tell = await tellOfBudgetWish.handler();
  const context = { deps: site.deps, taskId: randomUUID(), workspaceId: workspace.id, signal: new AbortController().signal };
  for (const { payload } of asked) await tell(context, payload);
  const { items } = await listNotifications(site.deps, admin, {});
  expect(items.map(({ title, link }) => [title, link])).toEqual([
    [`${workspace.name} asks for a budget of 150.00 EUR in each month`, `/w/${elsewhere.name}/quotas/pools`],
  ]);
  expect(await site.sql("SELECT hard_limit FROM budget WHERE workspace_id = $1", [workspace.id])).toEqual([{ hard_limit: 100 }]);
});
