import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { bootstrapPlatform, onWorkspaceCreated } from "../workspaces/index.ts";
import { authenticateSession, configureAccess, createSession, getMe } from "./index.ts";
import { hashPassword } from "./password.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());
beforeEach(() => configureAccess(env.deps, {}));

const password = "correct horse battery";
const minuteMs = 60_000;
let lastAddress = 0;
const newAddress = () => `198.51.100.${++lastAddress}`;
const anonymous = (address = newAddress()) => ({
  ...env.callerOf({ permissions: [] }),
  actor: { kind: "anonymous", id: "anonymous", name: "nobody", via: "none", credentialId: null } as const,
  address,
});
async function person() {
  const user = await env.createUser();
  await env.sql("UPDATE user_account SET password_hash = $2 WHERE id = $1", [user.id, await hashPassword(password)]);
  return user;
}
const signIn = (email: string, given = password, address?: string) =>
  createSession(env.deps, anonymous(address), { email, password: given });
const eventsAbout = (id: string) =>
  env.sql<{ action: string; outcome: string; actor_id: string }>(
    "SELECT action, outcome, actor_id FROM audit_event WHERE subject_id = $1 ORDER BY id",
    [id],
  );

test("the right password opens a session of the person, recorded under their name", async () => {
  const user = await person();
  const grant = await signIn(user.email.toUpperCase());
  expect(grant.user).toEqual({ id: user.id, email: user.email, name: user.name, mustChangePassword: false, platformRole: null });
  expect(await eventsAbout(grant.sessionId)).toEqual([{ action: "access.session.create", outcome: "done", actor_id: user.id }]);
  const principal = await authenticateSession(env.deps, { sessionId: grant.sessionId, userId: user.id }, null);
  expect(principal.actor).toMatchObject({ kind: "user", id: user.id, via: "session" });
});

test("an unknown e-mail and a wrong password answer alike", async () => {
  const user = await person();
  const known: unknown = await signIn(user.email, "wrong").catch((reason: unknown) => reason);
  const unknown: unknown = await signIn("nobody@example.test", "wrong").catch((reason: unknown) => reason);
  expect(known).toMatchObject({ code: "unauthenticated", params: { reason: "wrong-credentials" } });
  expect(unknown).toEqual(known);
});

test.each(["known", "unknown"])(
  "of 20 wrong passwords at once for an account that is %s, 10 are compared and it is locked",
  async (kind) => {
    const email = kind === "known" ? (await person()).email : "stranger@example.test";
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => signIn(email, "wrong").catch((error: { code: string }) => error.code)),
    );
    expect(answers.filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(answers.filter((code) => code === "rate-limited")).toHaveLength(10);
    await expect(signIn(email)).rejects.toMatchObject({ code: "rate-limited", params: { reason: "sign-in-throttled" } });
  },
);

test("a lock ends by itself, though it is tried meanwhile", async () => {
  const user = await person();
  configureAccess(env.deps, { lockAttempts: 2 });
  for (const given of ["wrong", "wrong"]) await expect(signIn(user.email, given)).rejects.toMatchObject({ code: "unauthenticated" });
  const refusals = await env.sql<{ body: string }>("SELECT body FROM audit_event WHERE subject_id = $1 ORDER BY occurred_at", [user.id]);
  expect(refusals.map(({ body }) => body.includes("lockedUntil"))).toEqual([false, true]);
  env.advance(10 * minuteMs);
  await expect(signIn(user.email)).rejects.toMatchObject({ code: "rate-limited", params: { retryAfterSeconds: 300 } });
  env.advance(5 * minuteMs);
  expect((await signIn(user.email)).user.id).toBe(user.id);
});

test("the right password clears what was counted", async () => {
  const user = await person();
  configureAccess(env.deps, { lockAttempts: 2 });
  for (let round = 0; round < 3; round++) {
    await expect(signIn(user.email, "wrong")).rejects.toMatchObject({ code: "unauthenticated" });
    await signIn(user.email);
  }
  await expect(signIn(user.email, "wrong")).rejects.toMatchObject({ code: "unauthenticated" });
});

test("one address may fail 20 times a minute, whichever the account; right passwords do not count", async () => {
  const user = await person();
  const address = newAddress();
  configureAccess(env.deps, { addressFailures: 3 });
  for (let count = 0; count < 5; count++) await signIn(user.email, password, address);
  for (let count = 0; count < 3; count++)
    await expect(signIn(`a${count}@example.test`, "wrong", address)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signIn(user.email, password, address)).rejects.toMatchObject({ code: "rate-limited" });
  await signIn(user.email, password, newAddress());
  env.advance(minuteMs);
  await signIn(user.email, password, address);
});

test("addresses of one IPv6 network count together", async () => {
  configureAccess(env.deps, { addressFailures: 1 });
  await expect(signIn("b1@example.test", "wrong", "2001:db8:1:2::1")).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signIn("b2@example.test", "wrong", "2001:DB8:1:2:ffff::2")).rejects.toMatchObject({ code: "rate-limited" });
  await expect(signIn("b3@example.test", "wrong", "2001:db8:1:3::1")).rejects.toMatchObject({ code: "unauthenticated" });
});

test("a disabled person cannot sign in, in the words of a wrong password", async () => {
  const user = await person();
  await env.sql("UPDATE user_account SET disabled_at = now() WHERE id = $1", [user.id]);
  await expect(signIn(user.email)).rejects.toMatchObject({ code: "unauthenticated", params: { reason: "wrong-credentials" } });
  expect(await eventsAbout(user.id)).toEqual([{ action: "access.session.create", outcome: "refused", actor_id: "anonymous" }]);
});

test("an empty platform gets one administrator, however many processes start on it", async () => {
  const own = await openTestEnvironment();
  onWorkspaceCreated(async (tx, workspace) => {
    await tx.execute("INSERT INTO experiment_counter (workspace_id, next_id) VALUES ($1, 1)", [workspace.id]);
  });
  const made = await Promise.all(Array.from({ length: 5 }, () => bootstrapPlatform(own.deps)));
  const first = made.find((one) => one.created);
  expect(made.filter(({ created }) => created)).toHaveLength(1);
  expect(first).toMatchObject({ created: true, email: "admin@localhost" });
  const grant = await createSession(own.deps, anonymous(), { email: "admin@localhost", password: first?.created ? first.password : "" });
  expect(grant.user).toMatchObject({ mustChangePassword: true, platformRole: "platform-admin" });
  const principal = await authenticateSession(own.deps, { sessionId: grant.sessionId, userId: grant.user.id }, "default");
  expect([...principal.permissions]).toEqual([]);
  const me = await getMe(own.deps, { ...anonymous(), ...principal }, {});
  expect(me).toMatchObject({ mustChangePassword: true, workspaces: [] });
  expect(await own.sql("SELECT count(*)::int AS counters FROM experiment_counter")).toEqual([{ counters: 1 }]);
  await own.close();
});
