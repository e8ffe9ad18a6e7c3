import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as approvals from "./index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let engineer: TestUser;
let approver: TestUser;
beforeAll(async () => {
  site = await openTestApprovals();
  engineer = await site.join("engineer");
  approver = await site.join("approver");
  await site.publish(medium());
});
afterAll(() => site.env.close());

const medium = (more = ""): string => `name: production-medium
match: { tier: medium, transition: '* -> production' }
require:
  - metrics: { auc: '>= 0.85' }
approvals:
  - { role: approver, min: 1 }
${more}`;

const asAdmin = () => site.env.callerOf({ workspace: site.workspace, role: "admin" });
const asEngineer = () => site.as(engineer, "engineer");
const authorisations = async (ref: string) =>
  (await approvals.listAuthorisations(site.env.deps, asEngineer(), { subject: `model-version:${ref}` })).items;
const watch = async () =>
  (await approvals.watchRequests.handler())(
    { deps: site.env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) },
    {},
  );

test("a policy that allows less by now is not passed by what was asked before", async () => {
  const ref = await site.makeThing({ tier: "medium" });
  await site.prove(ref);
  const { number } = await site.ask(asEngineer(), ref);
  await site.publish(medium("allow: { uses: [canary], canary_max: 10% }\n"));
  await expect(site.vote(approver, number)).rejects.toMatchObject({
    message: expect.stringContaining("does not allow full, batch"),
  });
  await watch();
  expect(await site.look(number)).toMatchObject({ state: "open", quorumNote: expect.stringContaining("does not allow full, batch") });
  const small = { model: ref, version: 1, toStage: "production" as const, uses: ["canary" as const], reason: "less" };
  await approvals.withdrawRequest(site.env.deps, asEngineer(), { number, reason: "asks for too much" });
  await expect(approvals.openRequest(site.env.deps, asEngineer(), { ...small, canaryMax: "20%" })).rejects.toMatchObject({
    params: { reason: "canary-too-large" },
  });
  const canary = await approvals.openRequest(site.env.deps, asEngineer(), { ...small, canaryMax: "10%" });
  await site.publish(medium("allow: { uses: [canary], canary_max: 5% }\n"));
  await expect(site.vote(approver, canary.number)).rejects.toMatchObject({ message: expect.stringContaining("at most 5 %") });
  expect(await authorisations(ref)).toEqual([]);
  await site.publish(medium());
});

test("a request for a stage below the one that the version has by now is closed, and takes nothing away", async () => {
  await site.publish(`name: staging
match: { tier: medium, transition: experimental -> staging }
approvals: [{ role: admin, min: 1 }]
`);
  const ref = await site.makeThing({ tier: "medium", stage: "experimental" });
  await site.prove(ref);
  const below = await site.ask(asEngineer(), ref, "staging");
  const above = await site.ask(asEngineer(), ref, "production");
  expect(await site.vote(approver, above.number)).toMatchObject({ state: "approved" });
  await watch();
  expect(await site.thing(ref)).toMatchObject({ stage: "production" });
  expect(await site.look(below.number)).toMatchObject({ state: "withdrawn" });
  expect(await authorisations(ref)).toMatchObject([{ environment: "production" }]);
});

test("closing an environment closes what asks for it, and lets evidence and the watch go on", async () => {
  await approvals.createEnvironment(site.env.deps, asAdmin(), { name: "pilot", stage: "production" });
  const ref = await site.makeThing({ tier: "medium" });
  const { number } = await approvals.openRequest(site.env.deps, asEngineer(), {
    model: ref,
    version: 1,
    toStage: "production",
    environment: "pilot",
    reason: "try",
  });
  await approvals.archiveEnvironment(site.env.deps, asAdmin(), { environment: "pilot" });
  expect(await site.look(number)).toMatchObject({
    state: "withdrawn",
    timeline: expect.arrayContaining([expect.objectContaining({ text: 'The environment "pilot" was closed.' })]),
  });
  const acts = await site.env.sql("SELECT 1 FROM audit_event WHERE action = 'approvals.request.decide' AND subject_id = $1", [
    String(number),
  ]);
  expect(acts).toHaveLength(1);
});

test("bytes that are not intact hold up their own request alone", async () => {
  await site.publish(
    "name: production-low\nmatch: { tier: low, transition: '* -> production' }\nrequire: [{ metrics: { auc: '>= 0.85' } }]\n",
  );
  const broken = await site.makeThing({ tier: "low" });
  const sound = await site.makeThing({ tier: "low" });
  const first = await site.ask(asEngineer(), broken);
  const second = await site.ask(asEngineer(), sound);
  site.breakBytes(broken);
  await site.prove(broken);
  await site.prove(sound);
  await watch();
  expect(await site.look(second.number)).toMatchObject({ state: "approved" });
  const { state, timeline } = await site.look(first.number);
  expect(state).toBe("voting");
  expect(timeline.filter(({ kind }) => kind === "held-up")).toMatchObject([{ text: expect.stringContaining("is not intact") }]);
  expect(await site.thing(broken)).toMatchObject({ stage: "staging" });
});
