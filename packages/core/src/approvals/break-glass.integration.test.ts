import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import * as approvals from "./index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let engineer: TestUser;
beforeAll(async () => {
  site = await openTestApprovals();
  engineer = await site.join("engineer");
  await site.publish(glass());
});
afterAll(() => site.env.close());

const glass = (bound = ">= 0.99", more = ""): string => `name: production-critical
match: { tier: critical, transition: '* -> production' }
require:
  - metrics: { auc: '${bound}' }
${more}break_glass: { groups: [On call], people: 2, expires_after: 2h, review_within: 48h }
`;
const hourMs = 3_600_000;

const confirm = (user: TestUser, number: number) =>
  approvals.confirmBreakGlass(site.env.deps, site.as(user), { number, reason: "customers cannot pay" });
const end = async () =>
  (await approvals.endBreakGlass.handler())(
    { deps: site.env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) },
    {},
  );
const authorisations = async (ref: string) =>
  (await approvals.listAuthorisations(site.env.deps, site.as(engineer), { subject: `model-version:${ref}`, all: "true" })).items;

async function letThrough(by: Caller = site.as(engineer, "engineer")) {
  const [first, second] = [await site.join("contributor", ["On call"]), await site.join("contributor", ["On call"])];
  const ref = await site.makeThing({ tier: "critical" });
  const { number } = await site.ask(by, ref);
  await confirm(first, number);
  expect(await confirm(second, number)).toMatchObject({ state: "approved" });
  return { ref, number };
}

test("what ran out is over: it ends once, is in the audit log, and takes nothing that is decided later", async () => {
  const { ref, number } = await letThrough();
  site.env.advance(2 * hourMs + 1000);
  await end();
  expect(await authorisations(ref)).toMatchObject([{ isBreakGlass: true, endedAt: expect.any(String), endReason: "Break-glass ran out" }]);
  const acts = await site.env.sql("SELECT subject_id, actor_kind FROM audit_event WHERE action = 'approvals.break-glass.end'");
  expect(acts).toEqual([{ subject_id: String(number), actor_kind: "system" }]);
  await site.prove(ref, { values: { auc: 0.995 } });
  expect(await site.ask(site.as(engineer, "engineer"), ref)).toMatchObject({ state: "approved" });
  await end();
  expect(await site.thing(ref)).toMatchObject({ stage: "production" });
  expect((await authorisations(ref)).filter(({ endedAt }) => endedAt === null)).toMatchObject([{ isBreakGlass: false }]);
});

test("a decision while the glass is broken stays when the glass runs out", async () => {
  const { ref } = await letThrough();
  await site.prove(ref, { values: { auc: 0.995 } });
  expect(await site.ask(site.as(engineer, "engineer"), ref)).toMatchObject({ state: "approved" });
  site.env.advance(2 * hourMs + 1000);
  await end();
  expect(await site.thing(ref)).toMatchObject({ stage: "production" });
  expect((await authorisations(ref)).filter(({ endedAt }) => endedAt === null)).toMatchObject([{ isBreakGlass: false }]);
});

test("who has left or is disabled when the last one confirms is not counted", async () => {
  const [first, second, third] = [
    await site.join("contributor", ["On call"]),
    await site.join("contributor", ["On call"]),
    await site.join("contributor", ["On call"]),
  ];
  const ref = await site.makeThing({ tier: "critical" });
  const { number } = await site.ask(site.as(engineer, "engineer"), ref);
  await confirm(first, number);
  await site.env.sql("UPDATE user_account SET disabled_at = now() WHERE id = $1", [first.id]);
  expect(await confirm(second, number)).toMatchObject({ state: "open", breakGlass: { confirmedBy: [{ id: second.id }] } });
  expect(await site.thing(ref)).toMatchObject({ stage: "staging" });
  expect(await confirm(third, number)).toMatchObject({ state: "approved" });
});

test("whoever asked by a service account of theirs does not review it", async () => {
  const owner = await site.join("approver");
  const account = "7b0c5f5e-5a7e-4c57-9d5c-0d2f8d0f1a11";
  await site.env.sql(
    "INSERT INTO service_account (id, workspace_id, name, role, created_by, created_at) VALUES ($1, $2, 'deployer', 'engineer', $3, now())",
    [account, site.workspace.id, owner.id],
  );
  const human = site.as(engineer, "engineer");
  const machine: Caller = { ...human, actor: { ...human.actor, kind: "service-account", id: account, via: "token" } };
  const { number } = await letThrough(machine);
  const review = approvals.reviewBreakGlass(site.env.deps, site.as(owner), { number, note: "It was needed." });
  await expect(review).rejects.toMatchObject({ params: { reason: "own-break-glass" } });
});
