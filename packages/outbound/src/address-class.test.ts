import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressBytes, hasPrefix } from "./address-bytes.ts";
import { addressClass } from "./address-class.ts";

/** First and last address of each range, and the neighbours outside. */
const edges4: readonly (readonly [string, string])[] = [
  ["0.0.0.0", "forbidden"],
  ["0.255.255.255", "forbidden"],
  ["1.0.0.0", "public"],
  ["9.255.255.255", "public"],
  ["10.0.0.0", "internal"],
  ["10.255.255.255", "internal"],
  ["11.0.0.0", "public"],
  ["100.63.255.255", "public"],
  ["100.64.0.0", "internal"],
  ["100.100.100.199", "internal"],
  ["100.100.100.200", "forbidden"],
  ["100.127.255.255", "internal"],
  ["100.128.0.0", "public"],
  ["126.255.255.255", "public"],
  ["127.0.0.0", "internal"],
  ["127.0.0.1", "internal"],
  ["127.255.255.255", "internal"],
  ["128.0.0.0", "public"],
  ["168.63.129.15", "public"],
  ["168.63.129.16", "forbidden"],
  ["168.63.129.17", "public"],
  ["169.253.255.255", "public"],
  ["169.254.0.0", "forbidden"],
  ["169.254.169.254", "forbidden"],
  ["169.254.255.255", "forbidden"],
  ["169.255.0.0", "public"],
  ["172.15.255.255", "public"],
  ["172.16.0.0", "internal"],
  ["172.31.255.255", "internal"],
  ["172.32.0.0", "public"],
  ["191.255.255.255", "public"],
  ["192.0.0.0", "forbidden"],
  ["192.0.0.192", "forbidden"],
  ["192.0.0.255", "forbidden"],
  ["192.0.1.0", "public"],
  ["192.0.2.0", "forbidden"],
  ["192.0.2.255", "forbidden"],
  ["192.0.3.0", "public"],
  ["192.88.98.255", "public"],
  ["192.88.99.0", "forbidden"],
  ["192.88.100.0", "public"],
  ["192.167.255.255", "public"],
  ["192.168.0.0", "internal"],
  ["192.168.255.255", "internal"],
  ["192.169.0.0", "public"],
  ["198.17.255.255", "public"],
  ["198.18.0.0", "internal"],
  ["198.19.255.255", "internal"],
  ["198.20.0.0", "public"],
  ["198.51.99.255", "public"],
  ["198.51.100.0", "forbidden"],
  ["198.51.100.255", "forbidden"],
  ["198.51.101.0", "public"],
  ["203.0.112.255", "public"],
  ["203.0.113.0", "forbidden"],
  ["203.0.113.255", "forbidden"],
  ["203.0.114.0", "public"],
  ["223.255.255.255", "public"],
  ["224.0.0.0", "forbidden"],
  ["239.255.255.255", "forbidden"],
  ["240.0.0.0", "forbidden"],
  ["255.255.255.255", "forbidden"],
];

const edges6: readonly (readonly [string, string])[] = [
  ["::", "forbidden"],
  ["::1", "internal"],
  ["::2", "forbidden"],
  ["::127.0.0.1", "internal"],
  ["::ffff:127.0.0.1", "internal"],
  ["::ffff:7f00:1", "internal"],
  ["::ffff:169.254.169.254", "forbidden"],
  ["::ffff:8.8.8.8", "public"],
  ["::ffff:0:10.0.0.1", "internal"],
  ["64:ff9b::10.0.0.1", "internal"],
  ["64:ff9b::a9fe:a9fe", "forbidden"],
  ["64:ff9b::8.8.8.8", "public"],
  ["64:ff9b:1::8.8.8.8", "forbidden"],
  ["100::", "forbidden"],
  ["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "forbidden"],
  ["2000::", "public"],
  ["2001::", "forbidden"],
  ["2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "forbidden"],
  ["2001:200::", "public"],
  ["2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "public"],
  ["2001:db8::", "forbidden"],
  ["2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "forbidden"],
  ["2001:db9::", "public"],
  ["2002:7f00:1::", "internal"],
  ["2002:a9fe:a9fe::1", "forbidden"],
  ["2002:808:808::", "public"],
  ["2606:4700:4700::1111", "public"],
  ["3fff::", "forbidden"],
  ["3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "forbidden"],
  ["3fff:1000::", "public"],
  ["4000::", "forbidden"],
  ["fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "forbidden"],
  ["fc00::", "internal"],
  ["fd00:ec2::254", "forbidden"],
  ["fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "internal"],
  ["fe00::", "forbidden"],
  ["fe80::1", "forbidden"],
  ["febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "forbidden"],
  ["fec0::1", "forbidden"],
  ["ff02::1", "forbidden"],
];

describe("classes", () => {
  test.each(edges4)("%s is %s", (address, is) => {
    expect(addressClass(address)).toBe(is);
  });

  test.each(edges6)("%s is %s", (address, is) => {
    expect(addressClass(address)).toBe(is);
  });

  test.each(["", "localhost", "127.1", "0x7f.0.0.1", "fe80::1%eth0", "1.2.3.4.5", ":::"])("%j is no address", (text) => {
    expect(addressClass(text)).toBe("forbidden");
  });

  test("an IPv4 address is judged alike in every form that carries it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        const plain = bytes.join(".");
        const digits = Buffer.from(bytes).toString("hex");
        const groups = `${digits.slice(0, 4)}:${digits.slice(4)}`;
        for (const form of [`::ffff:${plain}`, `::ffff:${groups}`, `64:ff9b::${groups}`, `2002:${groups}::`]) {
          expect(addressClass(form)).toBe(addressClass(plain));
        }
      }),
    );
  });
});

describe("bytes", () => {
  test.each([
    ["1.2.3.4", [1, 2, 3, 4]],
    ["::", Array.from({ length: 16 }, () => 0)],
    ["1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ["1::8", [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8]],
    ["::ffff:1.2.3.4", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4]],
  ])("%s", (text, bytes) => {
    expect(addressBytes(text)).toEqual(bytes);
  });

  test("a prefix ends inside a byte, and never matches the other family", () => {
    expect(hasPrefix([172, 31, 0, 1], [172, 16, 0, 0], 12)).toBe(true);
    expect(hasPrefix([172, 32, 0, 1], [172, 16, 0, 0], 12)).toBe(false);
    expect(hasPrefix([1, 2, 3, 4], [9, 9, 9, 9], 0)).toBe(true);
    expect(hasPrefix([1, 2, 3, 4], addressBytes("::") ?? [], 0)).toBe(false);
  });
});
