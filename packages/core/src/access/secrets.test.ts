import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatePassword, hashPassword, verifyPassword } from "./password.ts";
import { addressKey } from "./store/throttle.ts";
import { generateSecret, hashSecret, isSecret, prefixOf } from "./token-secret.ts";

describe("token secrets", () => {
  test("are recognised, and no two are alike", () => {
    const secrets = Array.from({ length: 100 }, generateSecret);
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) {
      expect(secret).toMatch(/^plb_[\w-]{49}$/);
      expect(isSecret(secret)).toBe(true);
      expect(prefixOf(secret)).toBe(secret.slice(0, 12));
    }
  });

  test("are refused when any one character is wrong", () => {
    const secret = generateSecret();
    fc.assert(
      fc.property(fc.nat(secret.length - 1), fc.constantFrom(..."abcXYZ019-_"), (index, character) => {
        const typed = secret.slice(0, index) + character + secret.slice(index + 1);
        expect(isSecret(typed)).toBe(typed === secret);
      }),
    );
  });

  test("are hashed whole", () => {
    expect(hashSecret("plb_x")).toHaveLength(32);
    expect(hashSecret("plb_x")).not.toEqual(hashSecret("plb_y"));
  });
});

describe("passwords", () => {
  test("are hashed with argon2id at 19 MiB and two passes", async () => {
    const stored = await hashPassword("a long enough one");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, "a long enough one")).toBe(true);
    expect(await verifyPassword(stored, "another")).toBe(false);
  });

  test("where there is none to compare with, none is right", async () => {
    expect(await verifyPassword(null, "")).toBe(false);
  });

  test("that are generated are long and easy to read out", () => {
    expect(generatePassword()).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
  });
});

describe("client addresses", () => {
  test.each([
    ["192.0.2.7", "address:192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "address:2001:db8:1:2::/64"],
    ["::1", "address:0:0:0:0::/64"],
    ["fe80::1%eth0", "address:fe80:0:0:0::/64"],
  ])("%s counts as %s", (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
