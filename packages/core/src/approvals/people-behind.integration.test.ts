import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceAccount, createToken, peopleBehind, revokeToken } from "../access/index.ts";
import type { Caller } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let approvers: TestUser[];
beforeAll(async () => {
  site = await openTestApprovals();
  approvers = [await site.join("approver"), await site.join("approver")];
  await site.publish(`name: production-medium
match: { tier: medium, transition: '* -> production' }
require:
  - metrics: { auc: '>= 0.85' }
approvals:
  - { role: approver, min: 1 }
`);
});
afterAll(() => site.env.close());

const asAccount = (id: string): Caller => {
  const { actor, ...caller } = site.env.callerOf({ workspace: site.workspace, role: "admin" });
  return { ...caller, actor: { ...actor, kind: "service-account", id, name: "machine", via: "session" } };
};
let sequence = 0;
const newAccount = async (by: Caller): Promise<string> =>
  (await createServiceAccount(site.env.deps, by, { name: `account ${++sequence}`, role: "engineer" })).id;
const newToken = (by: Caller, serviceAccountId: string) =>
  createToken(site.env.deps, by, { name: `token ${++sequence}`, serviceAccountId, scopes: ["registry:write"], expiresInDays: 1 });

/** Approvers who administrate for a moment, as in a small team. */
const asAdmin = (user: TestUser): Caller => site.as(user, "admin");
const excludedFrom = async (number: number) => (await site.look(number)).excluded.map(({ person }) => person.id).sort();

test("a request of a service account is one of whoever made it, over any number of accounts between", async () => {
  const owner = approvers[0] as TestUser;
  let account = await newAccount(asAdmin(owner));
  for (let hop = 0; hop < 7; hop++) account = await newAccount(asAccount(account));
  const ref = await site.makeThing({ tier: "medium" });
  await site.prove(ref);
  const { number } = await site.ask(asAccount(account), ref);
  expect(await excludedFrom(number)).toEqual([owner.id]);
  await expect(site.vote(owner, number)).rejects.toMatchObject({ message: expect.stringContaining("opened this request") });
});

test("so is what it registered and proved of whoever made a token of it, also when the token is gone", async () => {
  const [owner, other] = approvers as [TestUser, TestUser];
  const account = await newAccount(asAdmin(owner));
  const { token } = await newToken(asAdmin(other), account);
  await revokeToken(site.env.deps, asAdmin(other), { tokenId: token.id });
  const engineer = site.env.callerOf({ workspace: site.workspace, role: "engineer" });
  const registered = await site.makeThing({ tier: "medium", registrant: account });
  await site.prove(registered);
  expect(await excludedFrom((await site.ask(engineer, registered)).number)).toEqual([owner.id, other.id].sort());
  const proved = await site.makeThing({ tier: "medium" });
  await site.prove(proved, { producer: account });
  expect(await excludedFrom((await site.ask(engineer, proved)).number)).toEqual([owner.id, other.id].sort());
});

test("accounts that made each other's tokens end the search, and another workspace's are not seen", async () => {
  const [first, second] = [await newAccount(asAdmin(approvers[0] as TestUser)), await newAccount(asAdmin(approvers[1] as TestUser))];
  await newToken(asAccount(first), second);
  await newToken(asAccount(second), first);
  const behind = await systemContext(site.env.deps, site.workspace.id, (ctx) => peopleBehind(ctx, [first, "system"]));
  expect([...(behind.get(first) ?? [])].sort()).toEqual([first, second, ...approvers.map(({ id }) => id)].sort());
  expect([...(behind.get("system") ?? [])]).toEqual(["system"]);
  const foreign = await site.env.createWorkspace();
  const unknown = await systemContext(site.env.deps, foreign.id, (ctx) => peopleBehind(ctx, [first]));
  expect([...(unknown.get(first) ?? [])]).toEqual([first]);
});
