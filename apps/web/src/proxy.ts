import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { decodeSession, sessionCookieName } from "./domains/access/session-token.ts";
import { isDevelopment, webConfig } from "./shell/config.ts";
import { contentSecurityPolicy, securityHeaders } from "./shell/security.ts";

const isOpen = (path: string) => path === "/sign-in" || path.startsWith("/auth/");

/** Sends whoever is not signed in to the sign-in page, and gives every page its security headers. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { publicUrl, secret } = webConfig();
  const isSecure = publicUrl.startsWith("https://");
  const { pathname, search } = request.nextUrl;
  const session = await decodeSession(request.cookies.get(sessionCookieName(publicUrl))?.value, secret);
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, { isDev: isDevelopment, isSecure });
  const response = session || isOpen(pathname) ? proceed(request, nonce, policy) : toSignIn(request, pathname + search);
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(isSecure))) response.headers.set(name, value);
  return response;
}

function proceed(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-plumbline-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  return NextResponse.next({ request: { headers } });
}

/** On the request's own origin, which Next then shortens to a path: the browser stays where it came from. */
function toSignIn(request: NextRequest, target: string): NextResponse {
  const query = target === "/" ? "" : `?next=${encodeURIComponent(target)}`;
  return NextResponse.redirect(new URL(`/sign-in${query}`, request.nextUrl));
}

export const config = { matcher: ["/((?!_next/|icon).*)"] };
