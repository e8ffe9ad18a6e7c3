import { randomUUID } from "node:crypto";
import type { TestUser, TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { listNotifications } from "../notifications/index.ts";
import { deliverNudge, getOverview, getShowback, getUsage, nudge, recordOutside, registerHolderModels, showbackCsv } from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
});
afterAll(() => site.env.close());

const hourMs = 3_600_000;
const hoursAgo = (hours: number) => new Date(site.deps.now().getTime() - hours * hourMs);
const wholeHour = (hours: number) => new Date(Math.floor(hoursAgo(hours).getTime() / hourMs) * hourMs);
const asked = { range: "24h" as const, resource: "gpu" as const };

/** One cluster of its own to a test, so that what others made is not in sight. */
async function scene() {
  const cluster = `c-${randomUUID().slice(0, 8)}`;
  const [mine, theirs] = [await site.createWorkspace(), await site.createWorkspace()];
  const poolId = await site.addPool({ capacity: 16, cluster_id: randomUUID(), cluster_name: cluster });
  await site.guarantee(poolId, mine, { nominal: 4 });
  await site.guarantee(poolId, theirs, { nominal: 4 });
  await site.sql(
    "INSERT INTO pool_rate (pool_id, valid_from, per_unit_hour, currency, set_by) VALUES ($1, '2020-01-01', 2, 'EUR', 'test')",
    [poolId],
  );
  return { cluster, mine, theirs, poolId };
}
const viewer = (workspace: TestWorkspace, user?: TestUser) =>
  site.env.callerOf({ workspace, role: "contributor", ...(user ? { user } : {}) });

test("pools, workspaces and what is idle, as they are now", async () => {
  const { cluster, mine, theirs, poolId } = await scene();
  await site.hold(mine, poolId, { amount: 3, from: hoursAgo(5) });
  const idle = await site.hold(theirs, poolId, { amount: 6, from: hoursAgo(5), title: "secret-plan" });
  await site.idle(theirs, idle, { units: 2, since: hoursAgo(2) });
  await site.queue(mine, poolId, { amount: 8 });
  const outside = { namespace: "notebooks", kind: "StatefulSet", amount: 1, since: hoursAgo(9), busyPercent: 0, smActivePercent: null };
  await recordOutside(site.deps, poolId, [outside]);
  const overview = await getOverview(site.deps, viewer(mine), { ...asked, cluster });
  expect(overview.pools).toMatchObject([
    {
      capacity: 16,
      held: { guaranteed: 7, borrowed: 2, outside: 1, free: 6 },
      promised: 8,
      idle: 2,
      waiting: { claims: 1, amount: 8 },
      waits: { p50Seconds: 0, count: 2 },
    },
  ]);
  expect(overview.workspaces).toMatchObject([
    { workspace: mine.name, isOwn: true, guaranteed: 4, used: 3, borrowed: 0, idle: 0, use: null },
    { workspace: theirs.name, used: 6, borrowed: 2, idle: 2, use: { measure: "busy", percent: 1 } },
  ]);
  expect(overview.fairShare).toMatchObject({
    workspace: theirs.name,
    text: expect.stringMatching(/^It is furthest above its guarantee: 2 pool-/),
  });
  expect(overview.idle).toMatchObject([
    {
      workspace: theirs.name,
      isOwn: false,
      job: null,
      owner: null,
      amount: 2,
      costPerHour: { amount: 4, currency: "EUR" },
      nudgedAt: null,
    },
  ]);
  expect(overview.idleCostPerHour).toEqual({ amount: 4, currency: "EUR" });
  expect(JSON.stringify(overview)).not.toContain("secret-plan");
});

test("who holds idle GPUs is named to themselves, to who leads the workspace and to the platform team alone", async () => {
  const { cluster, mine, theirs, poolId } = await scene();
  const owner = await site.createUser();
  const claim = await site.hold(mine, poolId, { amount: 1, from: hoursAgo(5), ownerId: owner.id, title: "explore" });
  await site.idle(mine, claim, { units: 1, since: hoursAgo(1) });
  const ownerSeenBy = async (caller: Caller) =>
    (await getOverview(site.deps, caller, { ...asked, cluster })).idle.map(({ owner: seen, job }) => [
      seen?.isMe ?? null,
      job?.title ?? null,
    ]);
  expect(await ownerSeenBy(viewer(mine, owner))).toEqual([[true, "explore"]]);
  expect(await ownerSeenBy(viewer(mine))).toEqual([[null, "explore"]]);
  expect(await ownerSeenBy(site.env.callerOf({ workspace: mine, role: "engineer" }))).toEqual([[false, "explore"]]);
  expect(await ownerSeenBy(site.env.callerOf({ workspace: theirs, role: "admin" }))).toEqual([[null, null]]);
  expect(await ownerSeenBy(await site.platform(theirs))).toEqual([[false, null]]);
});

test("a nudge reaches the owner once in half an hour, from whichever workspace, and is written down in both", async () => {
  const { mine, theirs, poolId } = await scene();
  const owner = await site.createUser();
  await site.addMember(theirs, owner, "contributor");
  const claim = await site.hold(theirs, poolId, { amount: 2, from: hoursAgo(5), ownerId: owner.id, title: "explore" });
  await expect(nudge(site.deps, viewer(mine), { claim })).rejects.toMatchObject({ code: "not-found" });
  await site.idle(theirs, claim, { units: 2, since: hoursAgo(2) });
  await Promise.allSettled([1, 2, 3].map(() => nudge(site.deps, viewer(mine), { claim })));
  const tasks = await site.sql<{ payload: { claimId: string; workspaceId: number; by: string } }>(
    "SELECT payload FROM task WHERE name = 'quotas.deliver-nudge' AND payload ->> 'claimId' = $1",
    [claim],
  );
  expect(tasks).toHaveLength(1);
  const payload = tasks[0]?.payload ?? { claimId: "", workspaceId: 0, by: "" };
  const handler = await deliverNudge.handler();
  const run = () =>
    handler({ deps: site.deps, taskId: randomUUID(), workspaceId: theirs.id, signal: new AbortController().signal }, payload);
  await run();
  await run();
  const inbox = await listNotifications(site.deps, site.env.callerOf({ workspace: theirs, user: owner }), {});
  expect(inbox.items.map(({ title, body }) => [title, body])).toEqual([
    ["2 h100 of explore have done nothing for 120 minutes", expect.stringContaining(`Asked by somebody of ${mine.name}.`)],
  ]);
  await expect(nudge(site.deps, viewer(mine), { claim })).rejects.toMatchObject({ code: "conflict", params: { reason: "nudged" } });
  const audited = await site.sql("SELECT workspace_id, action FROM audit_event WHERE subject_id = $1 ORDER BY occurred_at, action", [
    claim,
  ]);
  expect(audited).toContainEqual({ workspace_id: theirs.id, action: "quotas.owner.nudge" });
  expect(audited).toContainEqual({ workspace_id: mine.id, action: "quotas.claim.nudge" });
});

test("use over time: held by workspace, worked by either measure, idle with its cost", async () => {
  const { cluster, mine, theirs, poolId } = await scene();
  const hour = wholeHour(3);
  const next = new Date(hour.getTime() + hourMs);
  const use = [
    { hour, busy: 50, idleSeconds: 1800 },
    { hour: next, sm: 10 },
  ];
  await site.hold(mine, poolId, { amount: 2, from: hour, to: new Date(hour.getTime() + 1.5 * hourMs), use });
  await site.hold(theirs, poolId, { amount: 4, from: hour, to: next });
  const usage = await getUsage(site.deps, viewer(mine), { ...asked, cluster });
  expect(usage).toMatchObject({ stepSeconds: 3600, capacity: 16 });
  const step = (hour.getTime() - Date.parse(usage.from)) / hourMs;
  const [own, other] = usage.series;
  expect([own?.isOwn, own?.held[step], own?.held[step + 1], own?.held[step + 2]]).toEqual([true, 2, 1, 0]);
  expect([own?.busy[step], own?.smActive[step], own?.busy[step + 1], own?.smActive[step + 1]]).toEqual([1, null, null, 0.1]);
  expect([other?.held[step], other?.busy[step]]).toEqual([4, null]);
  const stillHeld = await site.hold(theirs, poolId, { amount: 3, from: hoursAgo(5) });
  const now = await getUsage(site.deps, viewer(mine), { ...asked, cluster });
  expect(now.series.find(({ isOwn }) => !isOwn)?.held.at(-1), stillHeld).toBeCloseTo(3, 1);
  expect(usage.idle).toMatchObject({ unitHours: 0.5, cost: { amount: 1, currency: "EUR" } });
  expect(usage.idle.units[step]).toBe(0.5);
  // Two for an hour and a half, and four for an hour, at 2 EUR.
  expect([own?.cost, other?.cost, usage.cost]).toEqual([6, 8, 14].map((amount) => ({ amount, currency: "EUR" })));
});

test("showback adds up by workspace, flavour, job and model, and as CSV one line for each claim", async () => {
  const { mine, theirs, poolId } = await scene();
  const [from, to] = [wholeHour(4), wholeHour(2)];
  const middle = new Date(from.getTime() + hourMs);
  const job = await site.hold(mine, poolId, { amount: 2, from, to, title: '=train,"one"', use: [{ hour: from, busy: 50 }] });
  await site.hold(mine, poolId, { amount: 1, from, to: middle, title: "other" });
  await site.hold(theirs, poolId, { amount: 4, from, to });
  const span = { from: from.toISOString(), to: to.toISOString(), resource: "gpu" as const };
  const rows = async (by: "workspace" | "flavour" | "job" | "model") => (await getShowback(site.deps, viewer(mine), { by, ...span })).items;
  const byWorkspace = await rows("workspace");
  expect(byWorkspace.find(({ isOwn }) => isOwn)).toMatchObject({
    ...{ name: mine.name, claims: 2, allocatedHours: 5, busyHours: 2, smActiveHours: null, cost: 10, currency: "EUR" },
  });
  expect(byWorkspace.find(({ name }) => name === theirs.name)).toMatchObject({ allocatedHours: 8, busyHours: null });
  expect((await rows("job")).map(({ name, jobId, cost }) => [name, jobId === job, cost])).toEqual([
    ['=train,"one"', true, 8],
    ["other", false, 2],
  ]);
  registerHolderModels(async () => new Map([[job, ["risk", "churn"]]]));
  expect((await rows("model")).map(({ name, allocatedHours }) => [name, allocatedHours])).toEqual([
    ["churn", 2],
    ["risk", 2],
    ["no model", 1],
  ]);
  const lines: string[] = [];
  for await (const line of showbackCsv(site.deps, viewer(mine), { by: "job", ...span })) lines.push(line.trimEnd());
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^workspace,job,job_id,pool,flavour,amount,/);
  expect(lines.find((line) => line.includes(job))).toContain(`${mine.name},"'=train,""one""",${job},`);
  expect(lines.join("\n")).not.toContain(theirs.name);
  await expect(getShowback(site.deps, viewer(mine), { ...span, to: span.from })).rejects.toMatchObject({ fields: [{ path: "to" }] });
});
