import { describe, expect, test } from "vitest";
import { readSecret } from "./bearer.ts";
import { refuseCrossSite } from "./same-origin.ts";

const publicUrl = "https://plumbline.example";
const asks = (method: string, headers: Record<string, string>) => () =>
  refuseCrossSite({ method, headers: { host: "10.1.2.3:3000", ...headers } }, publicUrl);

describe("writes with a session cookie", () => {
  test.each([
    ["the browser says so", { "sec-fetch-site": "same-origin" }],
    ["the origin is the public one", { origin: publicUrl }],
    ["the origin is the host that was asked", { origin: "http://10.1.2.3:3000" }],
  ])("are taken where %s", (_, headers) => {
    expect(asks("POST", headers)).not.toThrow();
  });

  test.each<[string, Record<string, string>]>([
    ["another site", { "sec-fetch-site": "cross-site", origin: publicUrl }],
    ["a sister site", { "sec-fetch-site": "same-site" }],
    ["an address that was typed", { "sec-fetch-site": "none" }],
    ["another origin", { origin: "https://elsewhere.example" }],
    ["another port", { origin: "http://10.1.2.3:3001" }],
    ["a sandboxed page", { origin: "null" }],
    ["nobody knows where", {}],
  ])("are refused from %s", (_, headers) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(asks(method, headers)).toThrow(expect.objectContaining({ code: "forbidden" }));
    for (const method of ["GET", "HEAD", "OPTIONS"]) expect(asks(method, headers)).not.toThrow();
  });
});

describe("the Authorization header", () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  test.each([
    ["Bearer plb_abc", "plb_abc"],
    ["bearer   plb_abc ", "plb_abc"],
    [basic("anyone:plb_abc"), "plb_abc"],
    [basic(":plb_abc"), "plb_abc"],
    [basic("token:with:colons"), "with:colons"],
    [basic("plb_abc"), "plb_abc"],
    [undefined, undefined],
  ])("%s holds %s", (header, secret) => {
    expect(readSecret(header)).toBe(secret);
  });

  test.each(["Digest x", "plb_abc", "", "Bearer"])("of the form %j is refused", (header) => {
    expect(() => readSecret(header)).toThrow(expect.objectContaining({ code: "unauthenticated" }));
  });
});
