import { expect, test } from "vitest";
import { contentSecurityPolicy, safePath, securityHeaders } from "./security.ts";

test("scripts run by nonce alone, and nobody may frame the portal", () => {
  const policy = contentSecurityPolicy("abc", { isDev: false, isSecure: true });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("upgrade-insecure-requests");
});

test("transport security is asked for behind TLS alone", () => {
  expect(securityHeaders(true)).toHaveProperty("strict-transport-security");
  expect(securityHeaders(false)).not.toHaveProperty("strict-transport-security");
});

test.each([
  ["/w/main/runs/1?tab=x#y", "/w/main/runs/1?tab=x#y"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["/\n/evil.example", "/"],
  ["/w/../x", "/x"],
  ["/.//evil.example", "/"],
  ["/w/..//evil.example", "/"],
  ["/%2e//evil.example", "/"],
  ["/.\\\\evil.example", "/"],
  ["", "/"],
  [null, "/"],
  [undefined, "/"],
])("after signing in, %j leads to %s", (path, target) => {
  expect(safePath(path)).toBe(target);
});
