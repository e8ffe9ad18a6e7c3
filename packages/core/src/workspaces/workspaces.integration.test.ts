import { Role } from "@plumbline/contracts/permissions";
import "../approvals/index.ts"; // knows which groups decide
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addGroupMember,
  authenticateToken,
  createGroup,
  deleteGroup,
  listGroups,
  listServiceAccounts,
  removeGroupMember,
  updateServiceAccount,
} from "../access/index.ts";
import {
  addMember,
  createLocalToken,
  createWorkspace,
  getUsage,
  getWorkspace,
  listMembers,
  listWorkspaces,
  onWorkspaceCreated,
  removeMember,
  updateMember,
  updateWorkspace,
} from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
  onWorkspaceCreated(async (tx, workspace) => {
    await tx.execute("INSERT INTO experiment_counter (workspace_id, next_id) VALUES ($1, 1) ON CONFLICT DO NOTHING", [workspace.id]);
  });
});
afterAll(() => env.close());

const platform = async () =>
  env.callerOf({ platformRole: "platform-admin", permissions: ["platform:workspaces", "platform:people"], user: await env.createUser() });
async function home(...roles: Role[]) {
  const workspace = await env.createWorkspace();
  const users = await Promise.all(roles.map(() => env.createUser()));
  for (const [index, role] of roles.entries()) {
    const user = users[index];
    if (user) await env.addMember(workspace, user, role);
  }
  return { workspace, users, caller: env.callerOf({ workspace }) };
}

test("a workspace is made with its maker as administrator and what other slices keep in it", async () => {
  const caller = await platform();
  const name = `team-${Date.now()}`;
  expect(await createWorkspace(env.deps, caller, { name, description: "Risk models" })).toMatchObject({
    name,
    description: "Risk models",
    isArchived: false,
  });
  const rows = await env.sql(
    `SELECT m.role, m.user_id::text AS "userId", c.next_id FROM workspace w JOIN member m ON m.workspace_id = w.id JOIN experiment_counter c ON c.workspace_id = w.id WHERE w.name = $1`,
    [name],
  );
  expect(rows).toEqual([{ role: "admin", userId: caller.actor.id, next_id: 1 }]);
  await expect(createWorkspace(env.deps, caller, { name })).rejects.toMatchObject({ code: "conflict" });
  expect((await listWorkspaces(env.deps, caller, {})).items.map((one) => one.name)).toContain(name);
});

test("of the same name made at once, one is", async () => {
  const caller = await platform();
  const made = await Promise.allSettled(Array.from({ length: 6 }, () => createWorkspace(env.deps, caller, { name: "at-once" })));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("its description is changed, and what it holds is counted", async () => {
  const { workspace, caller } = await home();
  await updateWorkspace(env.deps, caller, { description: "after" });
  expect(await getWorkspace(env.deps, caller, {})).toMatchObject({ name: workspace.name, description: "after" });
  expect(await getUsage(env.deps, caller, {})).toEqual({ experiments: 1, runs: 0, metricPoints: 0, artifacts: 0, artifactBytes: 0 });
});

test("people with an account are added by e-mail, in any case, once", async () => {
  const { workspace, caller } = await home();
  const person = await env.createUser({ email: "new.person@example.test" });
  const member = await addMember(env.deps, caller, { email: "New.Person@Example.test", role: "engineer" });
  expect(member).toMatchObject({ userId: person.id, email: person.email, role: "engineer", isDisabled: false, groups: [] });
  await expect(addMember(env.deps, caller, { email: person.email, role: "viewer" })).rejects.toMatchObject({ code: "conflict" });
  await expect(addMember(env.deps, caller, { email: "nobody@example.test", role: "viewer" })).rejects.toMatchObject({ code: "not-found" });
  const other = env.callerOf({ workspace: await env.createWorkspace() });
  expect((await listMembers(env.deps, other, {})).items).toEqual([]);
  expect((await listMembers(env.deps, env.callerOf({ workspace, role: "viewer" }), {})).items).toEqual([member]);
  await env.sql("UPDATE user_account SET disabled_at = now() WHERE id = $1", [person.id]);
  await expect(addMember(env.deps, other, { email: person.email, role: "viewer" })).rejects.toMatchObject({
    code: "conflict",
    params: { reason: "person-disabled" },
  });
});

test.each(Role.options)("a token that may only manage members cannot make anyone %s", async (role) => {
  const { workspace } = await home();
  const person = await env.createUser();
  const caller = env.callerOf({ workspace, permissions: ["member:manage", "member:read"] });
  await expect(addMember(env.deps, caller, { email: person.email, role })).rejects.toMatchObject({
    code: "forbidden",
    params: { reason: "role-beyond-own" },
  });
});

test("the last administrator stays", async () => {
  const { users, caller } = await home("admin", "engineer");
  const userId = users[0]?.id ?? "";
  const last = { code: "conflict", params: { reason: "last-admin" } };
  await expect(removeMember(env.deps, caller, { userId })).rejects.toMatchObject(last);
  await expect(updateMember(env.deps, caller, { userId, role: "engineer" })).rejects.toMatchObject(last);
  await updateMember(env.deps, caller, { userId: users[1]?.id ?? "", role: "admin" });
  await removeMember(env.deps, caller, { userId });
});

test("an administrator who is disabled does not count as one", async () => {
  const { users, caller } = await home("admin", "admin");
  await env.sql("UPDATE user_account SET disabled_at = now() WHERE id = $1", [users[1]?.id]);
  await expect(removeMember(env.deps, caller, { userId: users[0]?.id ?? "" })).rejects.toMatchObject({ params: { reason: "last-admin" } });
});

test.each(["remove", "demote"])("of two administrators who %s each other at once, one is left", async (how) => {
  for (let round = 0; round < 5; round++) {
    const { workspace, users } = await home("admin", "admin");
    const [first, second] = users;
    const act = (user: typeof first, userId = "") => {
      const caller = env.callerOf({ workspace, ...(user ? { user } : {}) });
      return how === "remove" ? removeMember(env.deps, caller, { userId }) : updateMember(env.deps, caller, { userId, role: "viewer" });
    };
    const outcomes = await Promise.allSettled([act(first, second?.id), act(second, first?.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const left = await env.sql("SELECT 1 FROM member WHERE workspace_id = $1 AND role = 'admin'", [workspace.id]);
    expect(left).toHaveLength(1);
  }
});

test("groups belong to the organisation; a workspace sees those of their members it knows", async () => {
  const caller = await platform();
  const here = await home("viewer");
  const there = await home("viewer");
  const [mine, theirs] = [here.users[0]?.id ?? "", there.users[0]?.id ?? ""];
  const { id: groupId } = await createGroup(env.deps, caller, { name: "Committee" });
  await expect(createGroup(env.deps, caller, { name: "Committee" })).rejects.toMatchObject({ code: "conflict" });
  await addGroupMember(env.deps, caller, { groupId, userId: mine });
  const whole = await addGroupMember(env.deps, caller, { groupId, userId: theirs });
  expect(whole.members.map(({ userId }) => userId).sort()).toEqual([mine, theirs].sort());
  const seen = (await listGroups(env.deps, here.caller, {})).items.find(({ id }) => id === groupId);
  expect(seen?.members.map(({ userId }) => userId)).toEqual([mine]);
  expect((await listMembers(env.deps, here.caller, {})).items[0]?.groups).toEqual(["Committee"]);
  await removeGroupMember(env.deps, caller, { groupId, userId: theirs });
  await expect(removeGroupMember(env.deps, caller, { groupId, userId: theirs })).rejects.toMatchObject({ code: "not-found" });
  await deleteGroup(env.deps, caller, { groupId });
  await expect(deleteGroup(env.deps, caller, { groupId })).rejects.toMatchObject({ code: "not-found" });
});

test("the machine's administrator gets a token of a service account that the workspace can see and stop", async () => {
  const { workspace, caller } = await home("admin");
  const secrets = await Promise.all(["one", "two", "three"].map((name) => createLocalToken(env.deps, { name, workspace: workspace.name })));
  const principal = await authenticateToken(env.deps, secrets[0] ?? "");
  expect(principal).toMatchObject({
    actor: { kind: "service-account", name: "local-administration" },
    workspace: { name: workspace.name },
  });
  expect(principal.permissions.has("workspace:manage")).toBe(true);
  const { items } = await listServiceAccounts(env.deps, caller, {});
  expect(items).toMatchObject([{ name: "local-administration", role: "admin", tokenCount: 3 }]);
  const acts = await env.sql(
    "SELECT action, count(*)::int AS n FROM audit_event WHERE workspace_id = $1 AND actor_kind = 'system' GROUP BY action ORDER BY action",
    [workspace.id],
  );
  expect(acts).toEqual([
    { action: "access.service-account.create", n: 1 },
    { action: "access.token.create", n: 3 },
  ]);
  await updateServiceAccount(env.deps, caller, { serviceAccountId: items[0]?.id ?? "", isDisabled: true });
  await expect(createLocalToken(env.deps, { name: "four", workspace: workspace.name })).rejects.toMatchObject({ code: "conflict" });
  await expect(createLocalToken(env.deps, { name: "x", workspace: "no-such-workspace" })).rejects.toMatchObject({ code: "not-found" });
});
