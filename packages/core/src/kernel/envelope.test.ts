import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { keyId, openSecret, rewrapSecret, type SecretPlace, sealSecret } from "./envelope.ts";

const keys = { current: randomBytes(32) };
const place: SecretPlace = { column: "webhook_endpoint.secret", workspaceId: 1, rowId: "a" };
const secret = "whsec_ä🦉";

describe("a sealed secret", () => {
  test("opens for its place, and shows nothing of itself", () => {
    const sealed = sealSecret(keys, place, secret);
    expect(openSecret(keys, place, sealed)).toBe(secret);
    expect(sealed).not.toContain("whsec");
    expect(openSecret(keys, place, sealSecret(keys, place, ""))).toBe("");
  });

  test("is never the same twice", () => {
    const many = Array.from({ length: 50 }, () => sealSecret(keys, place, secret).split(".").slice(2)).flat();
    expect(new Set(many).size).toBe(100);
  });

  test.each([{ rowId: "b" }, { workspaceId: 2 }, { workspaceId: null }, { column: "webhook_endpoint.previous_secret" }])(
    "does not open for %j",
    (elsewhere) => {
      const sealed = sealSecret(keys, place, secret);
      expect(() => openSecret(keys, { ...place, ...elsewhere }, sealed)).toThrow(/was changed, or that belongs elsewhere/);
    },
  );

  test("does not open once any of its bytes was changed", () => {
    const parts = sealSecret(keys, place, secret).split(".");
    for (const part of [2, 3]) {
      const bytes = Buffer.from(parts[part] ?? "", "base64url");
      for (let index = 0; index < bytes.length; index++) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((bytes.readUInt8(index) + 1) % 256, index);
        const text = parts.map((old, at) => (at === part ? changed.toString("base64url") : old)).join(".");
        expect(() => openSecret(keys, place, text)).toThrow(/was changed/);
      }
    }
  });

  test.each(["", "v1", "v1.a.b", "v2.a.b.c", "v1.a.b.c.d", "whsec_plain"])("is not %j", (text) => {
    expect(() => openSecret(keys, place, text)).toThrow(/holds no sealed secret/);
  });

  test("does not open when it is cut short", () => {
    const [version, id, wrapped, sealed = ""] = sealSecret(keys, place, secret).split(".");
    expect(() => openSecret(keys, place, [version, id, wrapped, sealed.slice(0, 8)].join("."))).toThrow(/was changed/);
  });
});

describe("changing the key", () => {
  const next = { current: randomBytes(32), previous: keys.current };

  test("what the key before sealed opens, and is wrapped anew without touching the secret", () => {
    const sealed = sealSecret(keys, place, secret);
    expect(openSecret(next, place, sealed)).toBe(secret);
    const rewrapped = rewrapSecret(next, place, sealed) ?? "";
    expect(rewrapped.split(".")[1]).toBe(keyId(next.current));
    expect(rewrapped.split(".")[3]).toBe(sealed.split(".")[3]);
    expect(openSecret({ current: next.current }, place, rewrapped)).toBe(secret);
    expect(rewrapSecret(next, place, rewrapped)).toBeUndefined();
  });

  test("without the key before, the error says which key is missing and shows no key", () => {
    const sealed = sealSecret(keys, place, secret);
    const open = () => openSecret({ current: next.current }, place, sealed);
    expect(open).toThrow(keyId(keys.current));
    expect(open).not.toThrow(keys.current.toString("base64"));
  });

  test("a secret is not wrapped anew for another place", () => {
    expect(() => rewrapSecret(next, { ...place, rowId: "b" }, sealSecret(keys, place, secret))).toThrow(/belongs elsewhere/);
  });
});
