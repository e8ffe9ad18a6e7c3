import { hkdfSync, randomUUID } from "node:crypto";
import type { Role, Scope } from "@plumbline/contracts/permissions";
import { createServiceAccount, createToken } from "@plumbline/core/access";
import { openChangeFeed } from "@plumbline/core/changes";
import type { Deps } from "@plumbline/core/kernel";
import { openTestEnvironment, type TestUser, type TestWorkspace } from "@plumbline/testing";
import { SignJWT } from "jose";
import { buildApp } from "./app.ts";
import { createAuthenticator } from "./authentication/authenticator.ts";

const secret = "a secret for tests alone, of enough length";
const noLimits = { requestsPerMinute: 0, ingestPerMinute: 0, anonymousPerMinute: 0, signInPerMinute: 0 };

/** The whole api over a database of its own, with real tokens and sessions. Only tests open it. */
export async function openTestApp(
  options: { readonly rateLimits?: Partial<typeof noLimits>; readonly stallTimeoutMs?: number; readonly storage?: Deps["storage"] } = {},
) {
  const env = await openTestEnvironment();
  const feed = await openChangeFeed(env.db, env.deps.logger);
  const { storage = env.deps.storage } = options;
  const deps: Deps = { ...env.deps, storage, onChange: () => feed.hint() };
  const rateLimits = { ...noLimits, ...options.rateLimits };
  const publicUrl = "http://plumbline.test";
  const session = { idleMinutes: 60, lifetimeMinutes: 600 };
  const config = { secret, publicUrl, trustedProxies: [], session, signInLock: { attempts: 10, minutes: 15 }, rateLimits };
  const { stallTimeoutMs = 60_000 } = options;
  const limits = { stallTimeoutMs, bodyLimitBytes: 16 * 2 ** 20, artifactLimitBytes: 2 ** 30 };
  const app = await buildApp({ deps, feed, authenticate: createAuthenticator({ deps, config }), rateLimits, publicUrl, ...limits });

  return {
    env,
    app,
    deps,
    /** Headers with a token of a new service account. */
    async withToken(workspace: TestWorkspace, holder: { readonly role?: Role; readonly scopes?: readonly Scope[] } = {}) {
      const admin = env.callerOf({ workspace });
      const account = await createServiceAccount(deps, admin, { name: randomUUID(), role: holder.role ?? "admin" });
      const scopes = holder.scopes ? { scopes: [...holder.scopes] } : {};
      const made = await createToken(deps, admin, { name: "test", serviceAccountId: account.id, ...scopes });
      return { authorization: `Bearer ${made.secret}` };
    },
    /** Headers as the portal of a signed-in person sends them. */
    async withSession(user: TestUser, workspace?: TestWorkspace) {
      const sid = randomUUID();
      await env.sql("INSERT INTO session (id, user_id, expires_at) VALUES ($1, $2, now() + interval '1 hour')", [sid, user.id]);
      const key = new Uint8Array(hkdfSync("sha256", secret, "", "plumbline session", 32));
      const cookie = await new SignJWT({ sid })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(user.id)
        .setIssuer("plumbline")
        .setAudience("session")
        .sign(key);
      const named = workspace ? { "x-plumbline-workspace": workspace.name } : {};
      return { cookie: `plumbline.session=${cookie}`, origin: publicUrl, ...named };
    },
    async close(): Promise<void> {
      await app.close();
      await feed.close();
      await env.close();
    },
  };
}
export type TestApp = Awaited<ReturnType<typeof openTestApp>>;
