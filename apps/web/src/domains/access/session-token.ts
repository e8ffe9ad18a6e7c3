import { hkdfSync } from "node:crypto";
import { type JWTPayload, jwtVerify, SignJWT } from "jose";

/** What the cookie says: who (`sub`) and in which of their sessions (`sid`). Its holder can read it, so it holds ids alone. */
export interface SessionClaims {
  sub: string;
  sid: string;
}

const issuer = "plumbline";
const audience = "session";

function key(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "plumbline session", 32));
}

/** Signs a session for a cookie. `expiresAt` in seconds since 1970. */
export function encodeSession(claims: SessionClaims, expiresAt: number, secret: string): Promise<string> {
  return new SignJWT({ sid: claims.sid })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(claims.sub)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(key(secret));
}

/** What a cookie says where it is ours and not over; null otherwise. */
export async function decodeSession(token: string | undefined, secret: string): Promise<(SessionClaims & { exp: number }) | null> {
  if (!token) return null;
  const payload = await jwtVerify(token, key(secret), { issuer, audience, algorithms: ["HS256"] }).then(
    (verified): JWTPayload | null => verified.payload,
    () => null,
  );
  if (typeof payload?.sub !== "string" || typeof payload.sid !== "string" || payload.exp === undefined) return null;
  return { sub: payload.sub, sid: payload.sid, exp: payload.exp };
}

/** Browsers take a `__Host-` cookie over TLS alone, and from this very host: a neighbour of the same domain cannot plant one. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith("https://") ? "__Host-plumbline.session" : "plumbline.session";
}
