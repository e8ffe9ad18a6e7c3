/** What a page may load and do. Scripts run by nonce alone; artifacts are framed from the same origin, sandboxed by the api. */
export function contentSecurityPolicy(nonce: string, options: { isDev: boolean; isSecure: boolean }): string {
  const scripts = `'self' 'nonce-${nonce}' 'strict-dynamic'`;
  const rules = [
    "default-src 'self'",
    `script-src ${scripts}${options.isDev ? " 'unsafe-eval'" : ""}`,
    `style-src-elem 'self' ${options.isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Positions of menus, rows and columns are style attributes; they can load nothing that img-src and font-src do not allow.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.isSecure ? ["upgrade-insecure-requests"] : []),
  ];
  return rules.join("; ");
}

export function securityHeaders(isSecure: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(isSecure ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/** Where to go after signing in: a path of this origin, or home. */
export function safePath(path: string | null | undefined): string {
  const base = "http://portal.invalid";
  if (!path?.startsWith("/") || !URL.canParse(path, base)) return "/";
  const { origin, pathname, search, hash } = new URL(path, base);
  // `/.//host` is a path here, yet what is left of it, `//host`, is another origin's address to a browser.
  return origin === base && !pathname.startsWith("//") ? pathname + search + hash : "/";
}
