import { hkdfSync } from "node:crypto";
import cookie from "@fastify/cookie";
import { changePassword, deleteCurrentSession, getMe, listSessions } from "@plumbline/contracts/access/session";
import type { Operation } from "@plumbline/contracts/operation";
import { getWorkspace } from "@plumbline/contracts/workspaces";
import { createSession, createToken, createUser, flushUses, resetPassword } from "@plumbline/core/access";
import { AppError } from "@plumbline/core/kernel";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import Fastify, { type FastifyInstance } from "fastify";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuthenticator } from "./authenticator.ts";
import { signAddress } from "./client-address.ts";

const secret = "a secret of at least thirty-two bytes";
const publicUrl = "http://plumbline.example";
const config = {
  secret,
  publicUrl,
  trustedProxies: [],
  session: { idleMinutes: 720, lifetimeMinutes: 20_160 },
  signInLock: { attempts: 10, minutes: 15 },
  rateLimits: { requestsPerMinute: 0, ingestPerMinute: 0, anonymousPerMinute: 0, signInPerMinute: 0 },
};

let env: TestEnvironment;
let app: FastifyInstance;
beforeAll(async () => {
  env = await openTestEnvironment();
  app = await echo(publicUrl);
});
afterAll(async () => {
  await app.close();
  await env.close();
});

/** Answers every operation with the caller that it would run for. */
async function echo(url: string): Promise<FastifyInstance> {
  const authenticate = createAuthenticator({ deps: env.deps, config: { ...config, publicUrl: url } });
  const server = Fastify();
  await server.register(cookie);
  const reveal = (operation: Operation) =>
    server.route({
      method: operation.method,
      url: operation.path,
      config: { operation },
      handler: async (request, reply) => {
        const caller = await authenticate(request).catch((error: AppError) => error);
        if (caller instanceof AppError) return reply.code(caller.status).send({ code: caller.code, ...caller.params });
        return { ...caller, permissions: [...caller.permissions] };
      },
    });
  for (const operation of [getMe, changePassword, deleteCurrentSession, listSessions, getWorkspace]) reveal(operation);
  return server;
}

async function member() {
  const { user, password } = await createUser(env.deps, env.callerOf({ permissions: ["platform:people"] }), {
    email: `p${Math.random().toString(36).slice(2)}@example.test`,
    name: "Test person",
  });
  const workspace = await env.createWorkspace();
  await env.addMember(workspace, user, "contributor");
  await env.sql("UPDATE user_account SET must_change_password = false WHERE id = $1", [user.id]);
  const anonymous = { ...env.callerOf({ permissions: [] }), address: null };
  const { sessionId } = await createSession(env.deps, anonymous, { email: user.email, password });
  return { user, workspace, sessionId };
}
type Person = Awaited<ReturnType<typeof member>>;

const sign = (claims: { sub: string; sid: string }, options: { secret?: string; audience?: string } = {}) =>
  new SignJWT({ sid: claims.sid })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(claims.sub)
    .setIssuer("plumbline")
    .setAudience(options.audience ?? "session")
    .setExpirationTime("1h")
    .sign(new Uint8Array(hkdfSync("sha256", options.secret ?? secret, "", "plumbline session", 32)));
const sessionOf = ({ user, sessionId }: Person) => sign({ sub: user.id, sid: sessionId });
const ask = async (
  headers: Record<string, string>,
  options: { url?: string; method?: "GET" | "POST" | "DELETE"; of?: FastifyInstance } = {},
) => {
  const response = await (options.of ?? app).inject({ method: options.method ?? "GET", url: options.url ?? "/me", headers });
  return response.json<Record<string, unknown>>();
};

test("a token is shown as a bearer or as the password of HTTP Basic", async () => {
  const { user, workspace } = await member();
  const made = await createToken(env.deps, env.callerOf({ workspace, user, role: "contributor" }), { name: "test" });
  for (const authorization of [`Bearer ${made.secret}`, `Basic ${Buffer.from(`anyone:${made.secret}`).toString("base64")}`]) {
    expect(await ask({ authorization })).toMatchObject({ actor: { id: user.id, via: "token" }, workspace: { name: workspace.name } });
    expect(await ask({ authorization, "x-mlflow-workspace": workspace.name })).toMatchObject({ actor: { id: user.id } });
    expect(await ask({ authorization, "x-mlflow-workspace": "another" })).toMatchObject({ code: "not-found" });
  }
  await flushUses(env.deps);
  const [row] = await env.sql<{ last_client: string }>("SELECT last_client FROM token WHERE id = $1", [made.token.id]);
  expect(row?.last_client).toBe("lightMyRequest");
});

test("a token that is not valid is refused, though a session is shown as well", async () => {
  const person = await member();
  const headers = { authorization: "Bearer plb_wrong", cookie: `plumbline.session=${await sessionOf(person)}` };
  expect(await ask(headers)).toMatchObject({ code: "unauthenticated" });
});

test("nobody is anonymous, and so is whoever shows a cookie that is over or not ours", async () => {
  const { user, sessionId } = await member();
  const cookies = [
    undefined,
    "plumbline.session=rubbish",
    `plumbline.session=${await sign({ sub: user.id, sid: sessionId }, { secret: "some other secret of thirty-two bytes" })}`,
    `plumbline.session=${await sign({ sub: user.id, sid: sessionId }, { audience: "other" })}`,
    `plumbline.session=${await sign({ sub: user.id, sid: user.id })}`,
    `plumbline.session=${await sign({ sub: "not a uuid", sid: sessionId })}`,
  ];
  for (const value of cookies)
    expect(await ask(value === undefined ? {} : { cookie: value })).toMatchObject({ actor: { kind: "anonymous" }, permissions: [] });
});

test("a session enters the workspace that is named, by header or in the query of a read", async () => {
  const person = await member();
  const cookieHeader = { cookie: `plumbline.session=${await sessionOf(person)}` };
  const { name } = person.workspace;
  const own = { ...cookieHeader, "x-plumbline-workspace": name };
  const url = "/workspace";
  expect(await ask(cookieHeader, { url })).toMatchObject({
    actor: { id: person.user.id, via: "session" },
    workspace: null,
    permissions: [],
  });
  for (const found of [await ask(own, { url }), await ask(cookieHeader, { url: `${url}?workspace=${name}` })]) {
    expect(found).toMatchObject({ workspace: { id: person.workspace.id, name } });
    expect(found.permissions).toContain("run:write");
  }
  const foreign = { ...cookieHeader, "x-plumbline-workspace": (await member()).workspace.name };
  expect(await ask(foreign, { url })).toMatchObject({ code: "not-found" });
  expect(await ask(own)).toMatchObject({ actor: { id: person.user.id }, workspace: null });
});

test("a cookie may come in pieces", async () => {
  const person = await member();
  const value = await sessionOf(person);
  const half = Math.ceil(value.length / 2);
  const pieces = `plumbline.session.1=${value.slice(half)}; plumbline.session.0=${value.slice(0, half)}`;
  expect(await ask({ cookie: pieces })).toMatchObject({ actor: { id: person.user.id } });
});

test("behind TLS only the secure cookie counts", async () => {
  const secure = await echo("https://plumbline.example");
  const person = await member();
  const value = await sessionOf(person);
  expect(await ask({ cookie: `plumbline.session=${value}` }, { of: secure })).toMatchObject({ actor: { kind: "anonymous" } });
  expect(await ask({ cookie: `__Host-plumbline.session=${value}` }, { of: secure })).toMatchObject({ actor: { id: person.user.id } });
  // Any host of the same domain may set this one for all of them.
  expect(await ask({ cookie: `__Secure-plumbline.session=${value}` }, { of: secure })).toMatchObject({ actor: { kind: "anonymous" } });
  await secure.close();
});

test("a write with a cookie comes from the platform's own pages; one with a token from anywhere", async () => {
  const person = await member();
  const cookieHeader = { cookie: `plumbline.session=${await sessionOf(person)}` };
  const write = { url: "/me/password", method: "POST" } as const;
  expect(await ask(cookieHeader, write)).toMatchObject({ code: "forbidden", reason: "cross-site" });
  expect(await ask({ ...cookieHeader, origin: "https://elsewhere.example" }, write)).toMatchObject({ code: "forbidden" });
  expect(await ask({ ...cookieHeader, origin: publicUrl }, write)).toMatchObject({ actor: { id: person.user.id } });
  expect(await ask({ ...cookieHeader, "sec-fetch-site": "same-origin" }, write)).toMatchObject({ actor: { id: person.user.id } });
  const made = await createToken(env.deps, env.callerOf({ ...person, role: "contributor" }), { name: "test" });
  expect(await ask({ authorization: `Bearer ${made.secret}` }, write)).toMatchObject({ actor: { via: "token" } });
});

test("who must change a password may look at who they are, change it and sign out", async () => {
  const { user } = await member();
  const reset = await resetPassword(env.deps, env.callerOf({ permissions: ["platform:people"] }), { userId: user.id });
  const grant = await createSession(
    env.deps,
    { ...env.callerOf({ permissions: [] }), address: null },
    { email: user.email, password: reset.password },
  );
  const headers = { cookie: `plumbline.session=${await sign({ sub: user.id, sid: grant.sessionId })}`, origin: publicUrl };
  expect(await ask(headers)).toMatchObject({ actor: { id: user.id } });
  expect(await ask(headers, { url: "/me/password", method: "POST" })).toMatchObject({ actor: { id: user.id } });
  expect(await ask(headers, { url: "/sessions/current", method: "DELETE" })).toMatchObject({ actor: { id: user.id } });
  expect(await ask(headers, { url: "/me/sessions" })).toMatchObject({ code: "forbidden", reason: "password-change-required" });
});

test("the caller's address is the one that the front signed", async () => {
  const headers = { "x-plumbline-client": "198.51.100.7", "x-plumbline-client-signature": signAddress("198.51.100.7", secret) };
  expect(await ask(headers)).toMatchObject({ address: "198.51.100.7" });
  expect(await ask({ ...headers, "x-plumbline-client": "198.51.100.8" })).toMatchObject({ address: "127.0.0.1" });
});
