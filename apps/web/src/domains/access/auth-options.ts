import { hkdfSync } from "node:crypto";
import { createSession, deleteCurrentSession, type SessionGrant } from "@plumbline/contracts/access/session";
import { ProblemError } from "@plumbline/contracts/client";
import type { NextAuthOptions, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { webConfig } from "#src/shell/config.ts";
import { serverApi } from "#src/shell/server-api.ts";
import { decodeSession, encodeSession, sessionCookieName } from "./session-token.ts";
import { failureOf, packFailure, unavailable } from "./sign-in-failure.ts";

interface SignedIn extends User {
  sessionId: string;
  expiresAt: string;
}

/** Further ways to sign in, such as OpenID Connect, are further providers in this list. */
const password = CredentialsProvider({
  id: "password",
  credentials: { email: {}, password: {} },
  authorize: async (given) => {
    const grant = await grantSession(given?.email ?? "", given?.password ?? "");
    return { id: grant.user.id, sessionId: grant.sessionId, expiresAt: grant.expiresAt } satisfies SignedIn;
  },
});

async function grantSession(email: string, secret: string): Promise<SessionGrant> {
  const api = await serverApi({ cookie: "" });
  try {
    return await api.call(createSession, { email, password: secret });
  } catch (error) {
    const failure = error instanceof ProblemError ? failureOf(error.problem, Date.now()) : unavailable;
    throw new Error(packFailure(failure), { cause: error });
  }
}

export function authOptions(): NextAuthOptions {
  const { publicUrl, secret, session } = webConfig();
  const maxAge = session.lifetimeMinutes * 60;
  const isSecure = publicUrl.startsWith("https://");
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } as const;
  const prefix = isSecure ? "__Host-" : "";
  return {
    secret: Buffer.from(hkdfSync("sha256", secret, "", "plumbline sign-in forms", 32)).toString("base64url"),
    session: { strategy: "jwt", maxAge },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [password],
    cookies: {
      sessionToken: { name: sessionCookieName(publicUrl), options: cookie },
      callbackUrl: { name: `${prefix}plumbline.callback-url`, options: cookie },
      csrfToken: { name: `${prefix}plumbline.csrf`, options: cookie },
    },
    jwt: {
      encode: ({ token }) => encodeSession({ sub: String(token?.sub), sid: String(token?.sid) }, Number(token?.exp), secret),
      decode: async ({ token }) => {
        const claims = await decodeSession(token, secret);
        return claims && { ...claims };
      },
    },
    callbacks: {
      jwt: ({ token, user }) => (user ? claimsOf(user as SignedIn) : token),
    },
    events: {
      signOut: async ({ token }) =>
        endSession(await encodeSession({ sub: String(token.sub), sid: String(token.sid) }, inAMinute(), secret)),
    },
  };
}

function claimsOf(user: SignedIn): Record<string, unknown> {
  return { sub: user.id, sid: user.sessionId, exp: Math.floor(Date.parse(user.expiresAt) / 1000) };
}

function inAMinute(): number {
  return Math.floor(Date.now() / 1000) + 60;
}

/** The cookie goes either way; that the session ends on the server too is what makes a stolen one worthless. */
async function endSession(token: string): Promise<void> {
  const api = await serverApi({ cookie: `${sessionCookieName(webConfig().publicUrl)}=${token}` });
  await api.call(deleteCurrentSession, {});
}
