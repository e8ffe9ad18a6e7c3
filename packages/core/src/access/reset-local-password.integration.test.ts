import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  authenticateSession,
  configureAccess,
  createServiceAccount,
  createSession,
  createUser,
  resetLocalPassword,
  updateUser,
} from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const platform = () => env.callerOf({ platformRole: "platform-admin", permissions: ["platform:people"] });
const anonymous = () => ({
  ...env.callerOf({ permissions: [] }),
  actor: { kind: "anonymous", id: "anonymous", name: "nobody", via: "none", credentialId: null } as const,
});
const signIn = (email: string, password: string) => createSession(env.deps, anonymous(), { email, password });

async function newPerson() {
  const { user, password } = await createUser(env.deps, platform(), { email: `${randomUUID()}@example.test`, name: "Test person" });
  return { ...user, password };
}

test("a new password opens a session that has to change it; the old one, and what it opened, do not work any more", async () => {
  const person = await newPerson();
  const { sessionId } = await signIn(person.email, person.password);
  const password = await resetLocalPassword(env.deps, { email: person.email.toUpperCase() });
  expect(password).not.toBe(person.password);
  await expect(authenticateSession(env.deps, { sessionId, userId: person.id }, null)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signIn(person.email, person.password)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await signIn(person.email, password)).toMatchObject({ user: { id: person.id, mustChangePassword: true } });
});

test("a locked account is unlocked", async () => {
  configureAccess(env.deps, { lockAttempts: 2 });
  const person = await newPerson();
  for (const code of ["unauthenticated", "unauthenticated", "rate-limited"]) {
    await expect(signIn(person.email, "wrong")).rejects.toMatchObject({ code });
  }
  const password = await resetLocalPassword(env.deps, { email: person.email });
  expect(await signIn(person.email, password)).toMatchObject({ user: { id: person.id } });
  configureAccess(env.deps, {});
});

test("the reset is in the audit log as the platform's own, and holds no password", async () => {
  const person = await newPerson();
  const password = await resetLocalPassword(env.deps, { email: person.email });
  const events = await env.sql<{ actor_kind: string; body: string }>(
    "SELECT actor_kind, request_id LIKE 'local-%' AS is_local, body FROM audit_event WHERE action = 'access.password.reset' AND subject_id = $1",
    [person.id],
  );
  expect(events).toEqual([{ actor_kind: "system", is_local: true, body: expect.stringContaining('"endedSessions":0') }]);
  expect(events[0]?.body).not.toContain(password);
});

test("nobody, a disabled person and a service account are told apart, and nothing is changed", async () => {
  const person = await newPerson();
  await updateUser(env.deps, platform(), { userId: person.id, isDisabled: true });
  const workspace = await env.createWorkspace();
  await createServiceAccount(env.deps, env.callerOf({ workspace }), { name: "nightly", role: "admin" });
  const reset = (email: string) => resetLocalPassword(env.deps, { email });
  await expect(reset("nobody@example.test")).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(/no person/) });
  await expect(reset(person.email)).rejects.toMatchObject({ code: "conflict", message: expect.stringMatching(/is disabled/) });
  await expect(reset("nightly")).rejects.toMatchObject({ code: "conflict", message: expect.stringMatching(/service account/) });
  await updateUser(env.deps, platform(), { userId: person.id, isDisabled: false });
  expect(await signIn(person.email, person.password)).toMatchObject({ user: { id: person.id } });
});
