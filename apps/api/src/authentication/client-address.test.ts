import { describe, expect, test } from "vitest";
import { clientAddressOf, signAddress } from "./client-address.ts";

const secret = "a secret of at least thirty-two bytes";
const rules = { secret, trustedProxies: ["10.0.0.0/8", "fd00::/8"] };
const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  clientAddressOf({ headers, socket: { remoteAddress } }, rules);

describe("the client's address", () => {
  test.each([
    { is: "the other end of the connection", remote: "192.0.2.1", expected: "192.0.2.1" },
    { is: "IPv4 in IPv6's clothes", remote: "::ffff:192.0.2.1", expected: "192.0.2.1" },
    { is: "never what a stranger claims", remote: "192.0.2.1", forwarded: "198.51.100.7", expected: "192.0.2.1" },
    { is: "what a trusted proxy saw", remote: "10.0.0.2", forwarded: "198.51.100.7", expected: "198.51.100.7" },
    { is: "what a trusted proxy saw, over IPv6", remote: "fd00::2", forwarded: "2001:db8::7", expected: "2001:db8::7" },
    { is: "behind two trusted proxies", remote: "10.0.0.2", forwarded: "198.51.100.7, 10.0.0.3", expected: "198.51.100.7" },
    { is: "not what the client wrote first", remote: "10.0.0.2", forwarded: "203.0.113.9, 198.51.100.7", expected: "198.51.100.7" },
    { is: "the proxy's own where its header is no address", remote: "10.0.0.2", forwarded: "unknown", expected: "10.0.0.2" },
    { is: "the proxy's own where it sends no header", remote: "10.0.0.2", expected: "10.0.0.2" },
  ])("is $is", ({ remote, forwarded, expected }) => {
    expect(from(remote, forwarded === undefined ? {} : { "x-forwarded-for": forwarded })).toBe(expected);
  });

  test("is the one that the front signed, and no other", () => {
    const signed = (address: string, signature: string) =>
      from("127.0.0.1", { "x-plumbline-client": address, "x-plumbline-client-signature": signature });
    expect(signed("198.51.100.7", signAddress("198.51.100.7", secret))).toBe("198.51.100.7");
    expect(signed("198.51.100.8", signAddress("198.51.100.7", secret))).toBe("127.0.0.1");
    expect(signed("198.51.100.7", "00")).toBe("127.0.0.1");
    expect(signed("not an address", signAddress("not an address", secret))).toBe("127.0.0.1");
  });

  test("is unknown on a socket without one", () => {
    expect(clientAddressOf({ headers: {}, socket: {} }, rules)).toBeNull();
  });
});
