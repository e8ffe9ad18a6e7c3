import { describe, expect, test } from "vitest";
import { OutboundError } from "./outbound-error.ts";
import { checkAddress, type ReceiverPolicy, whyRefused } from "./receiver-policy.ts";

const strict: ReceiverPolicy = { isHttpAllowed: false, allowedHosts: [] };
const open: ReceiverPolicy = { isHttpAllowed: true, allowedHosts: ["Hooks.internal", "10.1.0.0/16", "127.0.0.1", "fd00:1::/64"] };

const refusalOf = (policy: ReceiverPolicy, url: string) => whyRefused(policy, url) ?? "";

/** Of an address that a name led to. */
function refusalOfAddress(host: string, address: string): string {
  try {
    checkAddress(open, host, address);
  } catch (error) {
    if (error instanceof OutboundError && error.isPermanent) return error.message;
    throw error;
  }
  return "";
}

describe("addresses of receivers", () => {
  test.each([
    "https://example.com/hook?token=1",
    "https://example.com:443/",
    "https://example.com:80/",
    "https://example.com:1024/",
    "https://example.com:65535/",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
    `https://example.com/${"a".repeat(1980)}`,
  ])("%s is taken", (url) => {
    expect(refusalOf(strict, url)).toBe("");
  });

  test.each([
    ["no URL", "is not a URL"],
    ["http://example.com/", "WEBHOOK_ALLOW_HTTP"],
    ["ftp://example.com/", "must begin with https://"],
    ["file:///etc/passwd", "must begin with https://"],
    ["https://user@example.com/", "user name"],
    ["https://:secret@example.com/", "user name"],
    ["https://example.com:22/", "Port 22"],
    ["https://example.com:1023/", "Port 1023"],
    ["https://localhost/", "this machine"],
    ["https://LOCALHOST./", "this machine"],
    ["https://a.localhost/", "this machine"],
    ["https://127.0.0.1/", "not public"],
    ["https://2130706433/", "not public"],
    ["https://0x7f.1/", "not public"],
    ["https://0177.0.0.1/", "not public"],
    ["https://[::1]/", "not public"],
    ["https://[::ffff:169.254.169.254]/", "not public"],
    ["https://169.254.169.254/latest/meta-data", "not public"],
    ["https://hooks.internal:25/", "Port 25"],
    [`https://example.com/${"a".repeat(1981)}`, "2001 characters"],
  ])("%s is refused", (url, why) => {
    expect(refusalOf(strict, url)).toContain(why);
  });

  test("what the operator allows is taken, and nothing beside it", () => {
    for (const url of ["http://hooks.internal:25/", "https://10.1.255.255/", "http://127.0.0.1:8080/", "https://[fd00:1::7]/"]) {
      expect(refusalOf(open, url)).toBe("");
    }
    for (const url of ["https://10.2.0.0/", "https://127.0.0.2/", "https://[fd00:1:0:1::7]/", "https://other.hooks.internal:25/"]) {
      expect(refusalOf(open, url)).not.toBe("");
    }
  });
});

describe("addresses that a name leads to", () => {
  test("a name that is allowed may lead into private networks, never to a metadata service", () => {
    expect(refusalOfAddress("hooks.internal", "192.168.1.1")).toBe("");
    expect(refusalOfAddress("hooks.internal", "169.254.169.254")).toContain("not public");
    expect(refusalOfAddress("hooks.internal", "fe80::1")).toContain("not public");
  });

  test("any other name leads to public addresses and allowed networks", () => {
    expect(refusalOfAddress("example.com", "8.8.8.8")).toBe("");
    expect(refusalOfAddress("example.com", "10.1.2.3")).toBe("");
    expect(refusalOfAddress("example.com", "10.2.2.3")).toContain("not public");
  });
});
