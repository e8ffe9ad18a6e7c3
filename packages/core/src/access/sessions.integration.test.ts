import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  authenticateSession,
  changePassword,
  configureAccess,
  createSession,
  createUser,
  deleteCurrentSession,
  flushUses,
  getMe,
  listSessions,
  listUsers,
  pruneAccess,
  resetPassword,
  revokeSession,
  updateUser,
} from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const minuteMs = 60_000;
const ended = { code: "unauthenticated" };
const platform = () => env.callerOf({ platformRole: "platform-admin", permissions: ["platform:people"] });
let made = 0;
const anonymous = () => ({
  ...env.callerOf({ permissions: [] }),
  actor: { kind: "anonymous", id: "anonymous", name: "nobody", via: "none", credentialId: null } as const,
  address: `203.0.113.${made % 250}`,
});
async function newPerson() {
  const { user, password } = await createUser(env.deps, platform(), { email: `p${++made}@example.test`, name: "Test person" });
  return { ...user, password };
}
async function signIn(person: { id: string; email: string; password: string }) {
  const { sessionId } = await createSession(env.deps, anonymous(), { email: person.email, password: person.password });
  const shown = { sessionId, userId: person.id };
  const check = (workspace: string | null = null) => authenticateSession(env.deps, shown, workspace);
  return { sessionId, check, caller: async () => ({ ...anonymous(), ...(await check()) }) };
}

test("a generated password opens a session that may only change it; then everything is open", async () => {
  const person = await newPerson();
  const workspace = await env.createWorkspace();
  await env.addMember(workspace, person, "contributor");
  const session = await signIn(person);
  expect(await session.check(workspace.name)).toMatchObject({ mustChangePassword: true, permissions: new Set() });
  await changePassword(env.deps, await session.caller(), { currentPassword: person.password, newPassword: "a password of my own" });
  const principal = await session.check(workspace.name);
  expect(principal).toMatchObject({ mustChangePassword: false, workspace: { name: workspace.name } });
  expect(principal.permissions.has("run:write")).toBe(true);
  expect(await getMe(env.deps, await session.caller(), {})).toMatchObject({
    email: person.email,
    via: "session",
    workspaces: [{ name: workspace.name, role: "contributor" }],
  });
});

test("changing the password wants the current one, and another", async () => {
  const person = await newPerson();
  const caller = await (await signIn(person)).caller();
  const change = (currentPassword: string, newPassword: string) => changePassword(env.deps, caller, { currentPassword, newPassword });
  await expect(change("wrong", "a password of my own")).rejects.toMatchObject({ code: "invalid", fields: [{ path: "currentPassword" }] });
  await expect(change(person.password, person.password)).rejects.toMatchObject({ code: "invalid", fields: [{ path: "newPassword" }] });
  await expect(change(person.password, "short")).rejects.toMatchObject({ code: "invalid", fields: [{ path: "newPassword" }] });
});

test("guesses of the current password lock the account as at sign-in", async () => {
  const person = await newPerson();
  const caller = await (await signIn(person)).caller();
  configureAccess(env.deps, { lockAttempts: 3 });
  const guess = () => changePassword(env.deps, caller, { currentPassword: "wrong", newPassword: "a password of my own" });
  for (let count = 0; count < 3; count++) await expect(guess()).rejects.toMatchObject({ code: "invalid" });
  await expect(guess()).rejects.toMatchObject({ code: "rate-limited" });
  configureAccess(env.deps, {});
});

test("a changed password ends the other sessions and keeps this one", async () => {
  const person = await newPerson();
  const [here, there] = [await signIn(person), await signIn(person)];
  await there.check();
  await changePassword(env.deps, await here.caller(), { currentPassword: person.password, newPassword: "a password of my own" });
  await expect(there.check()).rejects.toMatchObject(ended);
  await here.check();
});

test("a copied session dies with sign-out", async () => {
  const session = await signIn(await newPerson());
  await deleteCurrentSession(env.deps, await session.caller(), {});
  await expect(session.check()).rejects.toMatchObject(ended);
});

test("people see their sessions and end them one by one, their own alone", async () => {
  const person = await newPerson();
  const [here, there] = [await signIn(person), await signIn(person)];
  const stranger = await (await signIn(await newPerson())).caller();
  const { items } = await listSessions(env.deps, await here.caller(), {});
  expect(items.map(({ id, isCurrent }) => ({ id, isCurrent }))).toEqual(
    expect.arrayContaining([
      { id: here.sessionId, isCurrent: true },
      { id: there.sessionId, isCurrent: false },
    ]),
  );
  await expect(revokeSession(env.deps, stranger, { sessionId: there.sessionId })).rejects.toMatchObject({ code: "not-found" });
  await revokeSession(env.deps, await here.caller(), { sessionId: there.sessionId });
  await expect(there.check()).rejects.toMatchObject(ended);
  expect((await listSessions(env.deps, await here.caller(), {})).items).toHaveLength(1);
});

test("a session ends when it was not used, and at the latest when its time is over", async () => {
  configureAccess(env.deps, { sessionIdleMs: 30 * minuteMs, sessionLifetimeMs: 60 * minuteMs });
  const person = await newPerson();
  const [idle, used] = [await signIn(person), await signIn(person)];
  const use = async () => {
    await used.check();
    await flushUses(env.deps);
  };
  env.advance(20 * minuteMs);
  await use();
  env.advance(20 * minuteMs);
  await expect(idle.check()).rejects.toMatchObject(ended);
  await use();
  env.advance(20 * minuteMs);
  await expect(used.check()).rejects.toMatchObject(ended);
  configureAccess(env.deps, {});
});

test("watching does not count as use", async () => {
  configureAccess(env.deps, { sessionIdleMs: 30 * minuteMs });
  const person = await newPerson();
  const { sessionId } = await signIn(person);
  const watch = () => authenticateSession(env.deps, { sessionId, userId: person.id, isUse: false }, null);
  env.advance(20 * minuteMs);
  await watch();
  await flushUses(env.deps);
  env.advance(20 * minuteMs);
  await expect(watch()).rejects.toMatchObject(ended);
  configureAccess(env.deps, {});
});

test("a session of somebody else's id is nobody's", async () => {
  const [one, other] = [await newPerson(), await newPerson()];
  const { sessionId } = await signIn(one);
  await expect(authenticateSession(env.deps, { sessionId, userId: other.id }, null)).rejects.toMatchObject(ended);
});

test("a workspace that they are no member of does not exist for them", async () => {
  const session = await signIn(await newPerson());
  const workspace = await env.createWorkspace();
  for (const name of [workspace.name, "no-such-workspace"]) {
    await expect(session.check(name)).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining(name) });
  }
});

test("a reset ends sessions and the lock, and gives a password that must be changed", async () => {
  const person = await newPerson();
  const session = await signIn(person);
  configureAccess(env.deps, { lockAttempts: 1 });
  await expect(signIn({ ...person, password: "wrong" })).rejects.toMatchObject({ code: "unauthenticated" });
  const lockedOf = async () => (await listUsers(env.deps, platform(), {})).items.find(({ id }) => id === person.id)?.isLocked;
  expect(await lockedOf()).toBe(true);
  const reset = await resetPassword(env.deps, platform(), { userId: person.id });
  expect(reset.user).toMatchObject({ isLocked: false, mustChangePassword: true });
  await expect(session.check()).rejects.toMatchObject(ended);
  await signIn({ ...person, password: reset.password });
  configureAccess(env.deps, {});
});

test("a disabled person's sessions end, and only a session of the platform's last administrator cannot be given up", async () => {
  await env.sql("UPDATE user_account SET platform_role = NULL");
  const [first, second] = [await newPerson(), await newPerson()];
  for (const { id } of [first, second]) await updateUser(env.deps, platform(), { userId: id, platformRole: "platform-admin" });
  const session = await signIn(first);
  await session.check();
  const answers = await Promise.allSettled(
    [first, second].map(({ id }) => updateUser(env.deps, platform(), { userId: id, isDisabled: true })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const [left] = await env.sql<{ id: string }>(
    "SELECT id FROM user_account WHERE platform_role = 'platform-admin' AND disabled_at IS NULL",
  );
  if (left?.id === first.id) await session.check();
  else await expect(session.check()).rejects.toMatchObject(ended);
});

test("no event about a person holds their name, e-mail or password", async () => {
  const { user, password } = await createUser(env.deps, platform(), { email: `private${++made}@example.test`, name: "Private Name" });
  await updateUser(env.deps, platform(), { userId: user.id, name: "Another Name" });
  const events = await env.sql<{ body: string }>("SELECT body FROM audit_event WHERE subject_id = $1", [user.id]);
  expect(events).toHaveLength(2);
  for (const { body } of events) for (const text of [user.email, "Name", password]) expect(body).not.toContain(text);
});

test("what ended long ago is forgotten", async () => {
  const person = await newPerson();
  const session = await signIn(person);
  env.advance(60 * 24 * 60 * minuteMs);
  const prune = await pruneAccess.handler();
  await prune({ deps: env.deps, taskId: "", workspaceId: null, signal: new AbortController().signal }, {});
  expect(await env.sql("SELECT 1 FROM session WHERE id = $1", [session.sessionId])).toEqual([]);
});
