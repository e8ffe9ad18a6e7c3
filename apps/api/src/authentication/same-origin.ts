import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@plumbline/core/kernel";

interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** A browser sends cookies along with whatever page asks: writes are taken from the platform's own pages alone. */
export function refuseCrossSite({ method, headers }: Asked, publicUrl: string): void {
  if (safeMethods.has(method) || isOwnPage(headers, publicUrl)) return;
  throw new AppError("forbidden", "This write came from another site's page. Programs send a token instead of the session cookie.", {
    params: { reason: "cross-site" },
  });
}

/** `Sec-Fetch-Site` cannot be forged by a page; where a browser does not send it, `Origin` has to name this host. */
function isOwnPage(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === publicUrl || new URL(origin).host === host;
}
