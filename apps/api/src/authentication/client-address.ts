import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { BlockList, isIP } from "node:net";

/** As much of a request as tells where it came from. */
interface Incoming {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

interface AddressRules {
  readonly secret: string;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

/** The client's true address: what the front signed, else what trusted proxies say, else the other end of the connection. */
export function clientAddressOf(request: Incoming, rules: AddressRules): string | null {
  return signedAddress(request.headers, rules.secret) ?? forwardedAddress(request, rules.trustedProxies);
}

/** What the front sends along with an address, so that it is believed when the portal's server passes it on. */
export const signAddress = (address: string, secret: string): string => createHmac("sha256", secret).update(address).digest("hex");

function signedAddress(headers: IncomingHttpHeaders, secret: string): string | undefined {
  const address = headers["x-plumbline-client"];
  const signature = headers["x-plumbline-client-signature"];
  if (typeof address !== "string" || typeof signature !== "string" || isIP(address) === 0) return undefined;
  const expected = Buffer.from(signAddress(address, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? address : undefined;
}

/** Proxies append: the last address that is not one of ours is the client, whatever the client itself wrote before it. */
function forwardedAddress({ headers, socket }: Incoming, trustedProxies: readonly string[]): string | null {
  let address = plain(socket.remoteAddress ?? "");
  if (isIP(address) === 0) return null;
  const header = headers["x-forwarded-for"];
  const hops = [header ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((hop) => plain(hop.trim()));
  const isTrusted = matcherOf(trustedProxies);
  while (isTrusted(address)) {
    const next = hops.pop();
    if (next === undefined || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** IPv4 in IPv6's clothes is IPv4. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

const matchers = new WeakMap<readonly string[], (address: string) => boolean>();

function matcherOf(networks: readonly string[]): (address: string) => boolean {
  const known = matchers.get(networks);
  if (known) return known;
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const family = isIP(address) === 4 ? "ipv4" : "ipv6";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  const matches = (address: string) => list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  matchers.set(networks, matches);
  return matches;
}
