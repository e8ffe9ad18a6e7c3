import { type Role, type Scope, workspacePermissions } from "@plumbline/contracts/permissions";
import { openDatabase } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestUser, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeMember, updateMember } from "../workspaces/index.ts";
import {
  authenticateToken,
  createServiceAccount,
  createToken,
  flushUses,
  listTokens,
  revokeToken,
  updateServiceAccount,
  updateUser,
} from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const dayMs = 86_400_000;
interface Home {
  readonly workspace: TestWorkspace;
  readonly user: TestUser;
  readonly role: Role;
}
async function home(role: Role = "admin"): Promise<Home> {
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, role);
  return { workspace, user, role };
}
const make = (of: Home, input: { scopes?: Scope[]; expiresInDays?: number | null; serviceAccountId?: string } = {}) =>
  createToken(env.deps, env.callerOf(of), { name: "test", ...input });
/** As a request that shows the token. */
const callerWith = async (secret: string) => ({ ...env.callerOf({ permissions: [] }), ...(await authenticateToken(env.deps, secret)) });
const permissionsWith = async (secret: string) => [...(await authenticateToken(env.deps, secret)).permissions];
const refused = { code: "unauthenticated" };

test("a token is its owner, in one workspace, and is stored as a hash", async () => {
  const own = await home("contributor");
  const { token, secret } = await make(own);
  expect(await authenticateToken(env.deps, secret)).toMatchObject({
    actor: { kind: "user", id: own.user.id, via: "token", credentialId: token.id },
    workspace: { id: own.workspace.id, name: own.workspace.name },
  });
  expect(secret.startsWith(token.prefix)).toBe(true);
  const [row] = await env.sql<{ text: string }>("SELECT to_jsonb(token)::text AS text FROM token WHERE id = $1", [token.id]);
  expect(row?.text).not.toContain(secret.slice(token.prefix.length));
  const events = await env.sql<{ body: string }>("SELECT body FROM audit_event WHERE subject_id = $1", [token.id]);
  expect(events).toHaveLength(1);
  expect(events[0]?.body).not.toContain(secret.slice(4, 20));
});

test("a workspace that is named must be the token's own", async () => {
  const own = await home();
  const other = await env.createWorkspace();
  const { secret } = await make(own);
  await authenticateToken(env.deps, secret, { workspaceHeader: own.workspace.name });
  for (const name of [other.name, "no-such-workspace"]) {
    await expect(authenticateToken(env.deps, secret, { workspaceHeader: name })).rejects.toMatchObject({ code: "not-found" });
  }
});

test("what it may do follows its owner's role", async () => {
  const own = await home("contributor");
  const other = await env.createUser();
  await env.addMember(own.workspace, other, "admin");
  const { secret } = await make(own, { scopes: ["run:write", "run:read"] });
  expect(await permissionsWith(secret)).toEqual(["run:read", "run:write"]);
  await updateMember(env.deps, env.callerOf({ workspace: own.workspace, user: other }), { userId: own.user.id, role: "viewer" });
  expect(await permissionsWith(secret)).toEqual(["run:read"]);
});

test("nobody makes a token that may do more than they may", async () => {
  const own = await home("viewer");
  await expect(make(own, { scopes: ["run:write"] })).rejects.toMatchObject({ code: "forbidden", params: { reason: "scopes-beyond-own" } });
});

test("it ends when its time is over", async () => {
  const own = await home();
  const { secret } = await make(own, { expiresInDays: 1 });
  await authenticateToken(env.deps, secret);
  env.advance(dayMs);
  await expect(authenticateToken(env.deps, secret)).rejects.toMatchObject(refused);
});

test("a revoked token stops at once here and within a second elsewhere", async () => {
  const own = await home();
  const { token, secret } = await make(own);
  const db = openDatabase({ appUrl: env.urls.app, systemUrl: env.urls.system });
  const elsewhere = { ...env.deps, db };
  await authenticateToken(elsewhere, secret);
  await authenticateToken(env.deps, secret);
  const revoked = await revokeToken(env.deps, env.callerOf(own), { tokenId: token.id });
  expect(revoked.revokedAt).not.toBeNull();
  await expect(authenticateToken(env.deps, secret)).rejects.toMatchObject(refused);
  env.advance(1000);
  await expect(authenticateToken(elsewhere, secret)).rejects.toMatchObject(refused);
  await db.close();
});

test("a token made by a token is no wider, ends with it, and is revoked with it", async () => {
  const own = await home("engineer");
  const parent = await make(own, { scopes: ["token:self", "run:read"], expiresInDays: 5 });
  const child = await createToken(env.deps, await callerWith(parent.secret), { name: "child", expiresInDays: null });
  expect(child.token.scopes).toEqual(["token:self", "run:read"]);
  expect(child.token.expiresAt).toBe(parent.token.expiresAt);
  const grandchild = await createToken(env.deps, await callerWith(child.secret), {
    name: "grandchild",
    scopes: ["run:read"],
    expiresInDays: 1,
  });
  await revokeToken(env.deps, env.callerOf(own), { tokenId: parent.token.id });
  for (const { secret } of [child, grandchild]) await expect(authenticateToken(env.deps, secret)).rejects.toMatchObject(refused);
});

test("tokens that are being made while their maker is revoked do not survive it", async () => {
  const own = await home();
  const parent = await make(own);
  const caller = await callerWith(parent.secret);
  const made = Array.from({ length: 12 }, (_, index) => createToken(env.deps, caller, { name: `child ${index}` }).catch(() => undefined));
  await Promise.all([...made, revokeToken(env.deps, env.callerOf(own), { tokenId: parent.token.id })]);
  expect(await env.sql("SELECT id FROM token WHERE workspace_id = $1 AND revoked_at IS NULL", [own.workspace.id])).toEqual([]);
});

test("somebody's token is not found by others, and is by those who manage tokens", async () => {
  const own = await home("contributor");
  const { token } = await make(own);
  const colleague = await env.createUser();
  await env.addMember(own.workspace, colleague, "engineer");
  const asColleague = env.callerOf({ workspace: own.workspace, user: colleague, role: "engineer" });
  await expect(revokeToken(env.deps, asColleague, { tokenId: token.id })).rejects.toMatchObject({ code: "not-found" });
  expect((await listTokens(env.deps, asColleague, {})).items).toEqual([]);
  await expect(listTokens(env.deps, asColleague, { all: "true" })).rejects.toMatchObject({ code: "forbidden" });
  const asAdmin = env.callerOf({ workspace: own.workspace });
  expect((await listTokens(env.deps, asAdmin, { all: "true" })).items).toMatchObject([{ id: token.id, owner: { id: own.user.id } }]);
  await revokeToken(env.deps, asAdmin, { tokenId: token.id });
  const foreign = env.callerOf({ workspace: await env.createWorkspace() });
  await expect(revokeToken(env.deps, foreign, { tokenId: token.id })).rejects.toMatchObject({ code: "not-found" });
});

test("removing a member and disabling a person revoke what they hold, for good", async () => {
  const own = await home("contributor");
  const { secret } = await make(own);
  await removeMember(env.deps, env.callerOf({ workspace: own.workspace }), { userId: own.user.id });
  await expect(authenticateToken(env.deps, secret)).rejects.toMatchObject(refused);
  await env.addMember(own.workspace, own.user, "contributor");
  await expect(authenticateToken(env.deps, secret)).rejects.toMatchObject(refused);

  const again = await make(own);
  const platform = env.callerOf({ platformRole: "platform-admin" });
  await updateUser(env.deps, platform, { userId: own.user.id, isDisabled: true });
  await expect(authenticateToken(env.deps, again.secret)).rejects.toMatchObject(refused);
  await expect(make(own)).rejects.toMatchObject({ code: "forbidden" });
  await updateUser(env.deps, platform, { userId: own.user.id, isDisabled: false });
  await expect(authenticateToken(env.deps, again.secret)).rejects.toMatchObject(refused);
});

test("a service account has tokens of its own, and a role no higher than its maker's", async () => {
  const own = await home("engineer");
  const caller = env.callerOf(own);
  await expect(createServiceAccount(env.deps, caller, { name: "ci", role: "admin" })).rejects.toMatchObject({ code: "forbidden" });
  const account = await createServiceAccount(env.deps, caller, { name: "ci", role: "contributor" });
  await expect(createServiceAccount(env.deps, caller, { name: "ci", role: "viewer" })).rejects.toMatchObject({ code: "conflict" });
  const { token, secret } = await make(own, { serviceAccountId: account.id });
  expect(token.owner).toEqual({ kind: "service-account", id: account.id, name: "ci" });
  expect((await authenticateToken(env.deps, secret)).actor).toMatchObject({ kind: "service-account", id: account.id, name: "ci" });
  const plain = await home("contributor");
  await expect(make(plain, { serviceAccountId: account.id })).rejects.toMatchObject({ code: "forbidden" });
  const disabled = await updateServiceAccount(env.deps, caller, { serviceAccountId: account.id, isDisabled: true });
  expect(disabled).toMatchObject({ isDisabled: true, tokenCount: 0 });
  await expect(authenticateToken(env.deps, secret)).rejects.toMatchObject(refused);
});

test("who may do less than a service account can neither change it nor get all of it through a token", async () => {
  const own = await home("engineer");
  const account = await createServiceAccount(env.deps, env.callerOf({ workspace: own.workspace }), { name: "root", role: "admin" });
  await expect(updateServiceAccount(env.deps, env.callerOf(own), { serviceAccountId: account.id, role: "viewer" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const { secret } = await make(own, { serviceAccountId: account.id });
  expect(await permissionsWith(secret)).toEqual(
    workspacePermissions.filter((permission) => env.callerOf({ role: "engineer" }).permissions.has(permission)),
  );
});

test("last use is written once a minute, beside the requests", async () => {
  const own = await home();
  const { token, secret } = await make(own);
  const lastUse = async () => {
    await flushUses(env.deps);
    const [row] = await env.sql<{ last_used_at: Date | null; last_client: string | null }>(
      "SELECT last_used_at, last_client FROM token WHERE id = $1",
      [token.id],
    );
    return row;
  };
  expect(await lastUse()).toEqual({ last_used_at: null, last_client: null });
  for (let count = 0; count < 5; count++) await authenticateToken(env.deps, secret, { client: "mlflow-python-client/3.17.0" });
  const first = await lastUse();
  expect(first).toMatchObject({ last_used_at: expect.any(Date), last_client: "mlflow-python-client/3.17.0" });
  env.advance(30_000);
  await authenticateToken(env.deps, secret, { client: "curl" });
  expect(await lastUse()).toEqual(first);
  env.advance(31_000);
  await authenticateToken(env.deps, secret, { client: "curl" });
  expect((await lastUse())?.last_client).toBe("curl");
});
