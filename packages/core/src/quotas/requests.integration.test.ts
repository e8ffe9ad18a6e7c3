import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { listNotifications } from "../notifications/index.ts";
import {
  commentQuotaRequest,
  createQuotaRequest,
  decideQuotaRequest,
  getQuotaRequest,
  listPoolSettings,
  listQuotaRequests,
  listUndecidedRequests,
  previewQuotaRequest,
  tellOfDecision,
  watchQuotaRequests,
  withdrawQuotaRequest,
} from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
let team: readonly [Caller, Caller, Caller];
beforeAll(async () => {
  site = await openTestQuotas();
  team = [await site.platform(), await site.platform(), await site.platform()];
});
afterAll(() => site.env.close());

const dayMs = 24 * 3_600_000;
const inDays = (days: number) => new Date(site.deps.now().getTime() + days * dayMs).toISOString();
const approve = (request: string, by: Caller) => decideQuotaRequest(site.deps, by, { request, choice: "approve", reason: "there is room" });

async function scene() {
  const [mine, theirs] = [await site.createWorkspace(), await site.createWorkspace()];
  const poolId = await site.addPool({ capacity: 16 });
  await site.guarantee(poolId, mine, { nominal: 4 });
  await site.guarantee(poolId, theirs, { nominal: 8, borrowing: 2 });
  const user = await site.createUser();
  await site.addMember(mine, user, "contributor");
  const caller = site.env.callerOf({ workspace: mine, role: "contributor", user });
  const guaranteed = async () => {
    const pool = (await listPoolSettings(site.deps, team[0], {})).items.find(({ id }) => id === poolId);
    return Object.fromEntries((pool?.quotas ?? []).map(({ workspace, nominal, granted }) => [workspace, [nominal, granted]]));
  };
  const ask = (given: { amount: number; from?: string; until?: string }) =>
    createQuotaRequest(site.deps, caller, { pool: poolId, reason: "a deadline", ...given });
  return { mine, theirs, poolId, user, caller, guaranteed, ask };
}

test("a request is asked with its effect, approved by somebody else, counts until its day, and ends", async () => {
  const { mine, theirs, caller, guaranteed, ask, user } = await scene();
  const made = await ask({ amount: 2, until: inDays(10) });
  expect(made).toMatchObject({
    ...{ number: 1, state: "open", approvalsNeeded: 1, from: null, whyNotDecide: "The platform team decides.", mayWithdraw: true },
    effect: { claims: 0, shared: { before: 4, after: 2 } },
  });
  await expect(approve(made.id, site.env.callerOf({ user, platformRole: "platform-admin" }))).rejects.toMatchObject({ code: "forbidden" });
  expect((await listUndecidedRequests(site.deps, team[0], {})).items.map(({ id }) => id)).toContain(made.id);
  expect(await approve(made.id, team[0])).toMatchObject({ state: "approved", votes: [{ choice: "approve" }] });
  expect(await guaranteed()).toEqual({ [mine.name]: [4, 2], [theirs.name]: [8, 0] });
  await expect(approve(made.id, team[1])).rejects.toMatchObject({ code: "conflict" });
  await expect(withdrawQuotaRequest(site.deps, caller, { number: 1 })).rejects.toMatchObject({ code: "conflict" });
  site.env.advance(10 * dayMs);
  expect(await guaranteed()).toEqual({ [mine.name]: [4, 0], [theirs.name]: [8, 0] });
  const watch = await watchQuotaRequests.handler();
  await watch({ deps: site.deps, taskId: randomUUID(), workspaceId: null, signal: new AbortController().signal }, {});
  expect(await getQuotaRequest(site.deps, caller, { number: 1 })).toMatchObject({ state: "ended", endedAt: expect.any(String) });
  const tell = await tellOfDecision.handler();
  const context = { deps: site.deps, taskId: randomUUID(), workspaceId: mine.id, signal: new AbortController().signal };
  await tell(context, { requestId: made.id, workspaceId: mine.id, number: 1 });
  expect((await listNotifications(site.deps, caller, {})).items.map(({ title }) => title)).toEqual(["QR-1, 2 h100 guaranteed: ended"]);
  const actions = await site.sql<{ action: string }>(
    "SELECT action FROM audit_event WHERE subject_kind = 'quota-request' AND workspace_id = $1",
    [mine.id],
  );
  expect(actions.map(({ action }) => action).sort()).toEqual(["quotas.request.end", "quotas.request.open", "quotas.request.settle"]);
});

test("what takes from another workspace's guarantee takes two; for good, the quotas change", async () => {
  const { mine, theirs, guaranteed, ask } = await scene();
  await expect(ask({ amount: 5 })).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "amount", message: "4 are shared by all. Name a workspace to take from, or ask for fewer." }],
  });
  await expect(ask({ amount: 9, from: theirs.name })).rejects.toMatchObject({ fields: [{ path: "amount" }] });
  await expect(ask({ amount: 1, from: mine.name })).rejects.toMatchObject({ fields: [{ path: "from" }] });
  await expect(ask({ amount: 1, until: inDays(-1) })).rejects.toMatchObject({ fields: [{ path: "until" }] });
  await expect(ask({ amount: -5 })).rejects.toMatchObject({ fields: [{ path: "amount" }] });
  const made = await ask({ amount: 5, from: theirs.name });
  expect(made.approvalsNeeded).toBe(2);
  expect(await approve(made.id, team[0])).toMatchObject({ state: "open", whyNotDecide: "You have decided; somebody else must, too." });
  await expect(approve(made.id, team[0])).rejects.toMatchObject({ code: "forbidden" });
  expect(await guaranteed()).toEqual({ [mine.name]: [4, 0], [theirs.name]: [8, 0] });
  expect(await approve(made.id, team[1])).toMatchObject({ state: "approved" });
  expect(await guaranteed()).toEqual({ [mine.name]: [9, 0], [theirs.name]: [3, 0] });
});

test("of many who decide at once, as many count as it takes, and it is applied once", async () => {
  const { mine, guaranteed, ask } = await scene();
  const made = await ask({ amount: 3 });
  const decided = await Promise.allSettled([...team, ...team].map((by) => approve(made.id, by)));
  expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await guaranteed())[mine.name]).toEqual([7, 0]);
});

test("of a withdrawal and an approval at once, one holds", async () => {
  const { mine, caller, guaranteed, ask } = await scene();
  const made = await ask({ amount: 3 });
  const [withdrawn] = await Promise.allSettled([
    withdrawQuotaRequest(site.deps, caller, { number: made.number }),
    approve(made.id, team[0]),
  ]);
  const { state } = await getQuotaRequest(site.deps, caller, { number: made.number });
  expect(state).toBe(withdrawn.status === "fulfilled" ? "withdrawn" : "approved");
  expect((await guaranteed())[mine.name]).toEqual([state === "withdrawn" ? 4 : 7, 0]);
});

test("two requests that each would fit do not both hold", async () => {
  const { ask, guaranteed, mine } = await scene();
  const [one, other] = [await ask({ amount: 3, until: inDays(2) }), await ask({ amount: 3, until: inDays(2) })];
  await approve(one.id, team[0]);
  await expect(approve(other.id, team[0])).rejects.toMatchObject({ code: "invalid", params: { reason: "over-promised" } });
  expect((await guaranteed())[mine.name]).toEqual([4, 3]);
  expect(await decideQuotaRequest(site.deps, team[1], { request: other.id, choice: "reject", reason: "no room" })).toMatchObject({
    state: "rejected",
  });
});

test("what nobody decides expires; members list, read and comment, strangers do not see it", async () => {
  const { caller, ask } = await scene();
  for (const amount of [1, 2, 3]) await ask({ amount });
  const first = await listQuotaRequests(site.deps, caller, { limit: 2 });
  expect(first.items.map(({ number }) => number)).toEqual([3, 2]);
  const second = await listQuotaRequests(site.deps, caller, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([second.items.map(({ number }) => number), second.nextCursor]).toEqual([[1], null]);
  expect((await commentQuotaRequest(site.deps, caller, { number: 1, text: "by Friday" })).comments).toMatchObject([{ text: "by Friday" }]);
  const stranger = site.env.callerOf({ workspace: await site.createWorkspace() });
  await expect(getQuotaRequest(site.deps, stranger, { number: 1 })).rejects.toMatchObject({ code: "not-found" });
  await withdrawQuotaRequest(site.deps, caller, { number: 3 });
  site.env.advance(31 * dayMs);
  const watch = await watchQuotaRequests.handler();
  await watch({ deps: site.deps, taskId: randomUUID(), workspaceId: null, signal: new AbortController().signal }, {});
  expect((await listQuotaRequests(site.deps, caller, {})).items.map(({ state }) => state)).toEqual(["withdrawn", "expired", "expired"]);
});

test("the effect plays the last 30 days through again under the changed quota", async () => {
  const { mine, theirs, poolId, caller } = await scene();
  await site.guarantee(poolId, theirs, { nominal: 8 });
  const now = site.deps.now().getTime();
  const hours = (count: number) => new Date(now - count * 3_600_000);
  // Ten times, the other workspace took the whole pool for two hours, and half an hour later this one asked for six.
  for (let day = 1; day <= 10; day++) {
    await site.hold(theirs, poolId, { amount: 16, from: hours(day * 24), to: hours(day * 24 - 2) });
    await site.hold(mine, poolId, { amount: 6, from: hours(day * 24 - 0.5), to: hours(day * 24 - 1) });
  }
  const preview = await previewQuotaRequest(site.deps, caller, { pool: poolId, amount: 2 });
  expect(preview).toMatchObject({ approvalsNeeded: 1, problems: [], effect: { claims: 20, shared: { before: 4, after: 2 } } });
  const own = preview.effect.workspaces.find(({ isOwn }) => isOwn);
  expect([own?.claims, own?.beforeSeconds, own?.afterSeconds]).toEqual([10, 5400, 0]);
  expect(preview.effect.workspaces.find(({ isOwn }) => !isOwn)).toMatchObject({ workspace: theirs.name, beforeSeconds: 0 });
});
