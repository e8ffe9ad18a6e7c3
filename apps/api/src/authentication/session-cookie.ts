import { hkdfSync } from "node:crypto";
import { jwtVerify } from "jose";
import { z } from "zod";

/** What the cookie says: whose session, and which. Whether it still holds is for the database to say. */
export interface SessionClaims {
  readonly userId: string;
  readonly sessionId: string;
}

type Cookies = Readonly<Record<string, string | undefined>>;

const plainName = "plumbline.session";
const secureName = `__Host-${plainName}`;
const maxChunks = 10;
const Claims = z.object({ sub: z.uuid(), sid: z.uuid() });

/** Reads session cookies that the portal signed with a key derived from the same secret. */
export function createSessionReader(options: {
  readonly secret: string;
  readonly publicUrl: string;
}): (cookies: Cookies) => Promise<SessionClaims | null> {
  const key = new Uint8Array(hkdfSync("sha256", options.secret, "", "plumbline session", 32));
  // A page on plain HTTP, or of another host of the domain, can set the plain name but not the secure one: behind TLS
  // only the latter counts.
  const names = options.publicUrl.startsWith("https:") ? [secureName] : [plainName, secureName];
  return async (cookies) => {
    const value = names.map((name) => cookieValue(cookies, name)).find((found) => found !== "");
    if (value === undefined) return null;
    const verified = await jwtVerify(value, key, { issuer: "plumbline", audience: "session", algorithms: ["HS256"] }).catch(
      () => undefined,
    );
    const claims = Claims.safeParse(verified?.payload);
    return claims.success ? { userId: claims.data.sub, sessionId: claims.data.sid } : null;
  };
}

/** A cookie that is too long for a browser comes in pieces `.0`, `.1`, …; empty where there is none. */
function cookieValue(cookies: Cookies, name: string): string {
  const whole = cookies[name];
  if (whole !== undefined) return whole;
  let joined = "";
  for (let index = 0; index < maxChunks; index++) {
    const chunk = cookies[`${name}.${index}`];
    if (chunk === undefined) break;
    joined += chunk;
  }
  return joined;
}
