import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as approvals from "./index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let first: TestUser;
let engineer: TestUser;
beforeAll(async () => {
  site = await openTestApprovals();
  engineer = await site.join("engineer");
  first = await site.env.createUser({ platformRole: "platform-admin" });
});
afterAll(() => site.env.close());

const asPlatform = (user: TestUser) => site.env.callerOf({ platformRole: "platform-admin", user });
const mandatory = (bound: string): string => `name: everywhere
match: { transition: '* -> production' }
require:
  - metrics: { auc: '${bound}' }
`;
const propose = (user: TestUser, source: string, isWithdrawal = false) =>
  approvals.proposeOrganisationPolicy(site.env.deps, asPlatform(user), {
    name: "everywhere",
    source,
    isWithdrawal,
    reason: "the board wants it",
  });
const ask = async (tier: "low" | "medium" = "low") => {
  await site.publish(
    "name: production-low\nmatch: { tier: low, transition: '* -> production' }\nrequire:\n  - metrics: { auc: '>= 0.70' }\n",
  );
  const ref = await site.makeThing({ tier });
  await site.prove(ref, { values: { auc: 0.8 } });
  return site.ask(site.as(engineer, "engineer"), ref);
};

test("a platform's only administrator is not held up by themselves", async () => {
  expect(await propose(first, mandatory(">= 0.60"))).toMatchObject({ state: "approved", version: 1 });
  expect(await ask()).toMatchObject({
    state: "approved",
    policies: [{ scope: "workspace" }, { scope: "organisation", name: "everywhere" }],
  });
});

test("with two of them, one proposes and the other decides", async () => {
  const second = await site.env.createUser({ platformRole: "platform-admin" });
  const proposal = await propose(first, mandatory(">= 0.90"));
  expect(proposal).toMatchObject({ state: "proposed", version: null });
  const decide = (user: TestUser) =>
    approvals.decideOrganisationPolicy(site.env.deps, asPlatform(user), { proposalId: proposal.id, choice: "approve", reason: "yes" });
  await expect(decide(first)).rejects.toMatchObject({ code: "forbidden", params: { reason: "own-proposal" } });
  expect((await ask()).state).toBe("approved");
  expect(await decide(second)).toMatchObject({ state: "approved", version: 2 });
  await expect(decide(second)).rejects.toMatchObject({ code: "conflict" });
});

test("a workspace can only tighten what the organisation demands", async () => {
  const request = await ask();
  expect(request).toMatchObject({
    state: "open",
    clauseList: [{ state: "failed", asks: expect.stringContaining("0.9"), source: { policy: "everywhere", isMandatory: true } }],
  });
  const weaker = "name: production-low\nmatch: { tier: low, transition: '* -> production' }\nrequire:\n  - metrics: { auc: '>= 0.50' }\n";
  const plan = await approvals.planPolicy(site.env.deps, site.as(engineer, "engineer"), { source: weaker });
  expect(plan.weaker.map(({ message }) => message).join()).toContain("of the organisation holds all the same");
});

test("the text of a proposal is checked as any policy's", async () => {
  await expect(propose(first, "name: everywhere\nmatch: {}\n")).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: expect.stringMatching(/^source:\d+:\d+$/) }],
  });
});
