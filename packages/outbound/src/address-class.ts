import { addressBytes, hasPrefix } from "./address-bytes.ts";

/**
 * What an address is for. `internal` is what an operator may have a receiver on: loopback and private networks.
 * `forbidden` is never a receiver's: link-local with the clouds' metadata services, multicast, documentation, the future.
 */
export type AddressClass = "public" | "internal" | "forbidden";

type Range = readonly [prefix: string, bits: number, is: AddressClass];

/** IANA's registry of special IPv4 addresses. */
const special4: readonly Range[] = [
  ["0.0.0.0", 8, "forbidden"],
  ["10.0.0.0", 8, "internal"],
  ["100.64.0.0", 10, "internal"],
  ["127.0.0.0", 8, "internal"],
  ["169.254.0.0", 16, "forbidden"],
  ["172.16.0.0", 12, "internal"],
  ["192.0.0.0", 24, "forbidden"],
  ["192.0.2.0", 24, "forbidden"],
  ["192.88.99.0", 24, "forbidden"],
  ["192.168.0.0", 16, "internal"],
  ["198.18.0.0", 15, "internal"],
  ["198.51.100.0", 24, "forbidden"],
  ["203.0.113.0", 24, "forbidden"],
  ["224.0.0.0", 4, "forbidden"],
  ["240.0.0.0", 4, "forbidden"],
  // Azure's platform service: a public address that every machine there reaches as its own.
  ["168.63.129.16", 32, "forbidden"],
  // Alibaba's metadata service, in the middle of the shared address space.
  ["100.100.100.200", 32, "forbidden"],
];

/** IANA's registry of special IPv6 addresses; what is not global unicast is forbidden unless named here. */
const special6: readonly Range[] = [
  ["::1", 128, "internal"],
  ["fc00::", 7, "internal"],
  // EC2's metadata service, among the unique local addresses.
  ["fd00:ec2::", 32, "forbidden"],
  // IETF protocol assignments, Teredo and ORCHID among them.
  ["2001::", 23, "forbidden"],
  ["2001:db8::", 32, "forbidden"],
  ["3fff::", 20, "forbidden"],
];

/** Where an IPv6 address carries an IPv4 one that a translator or tunnel would send to. */
const embedding: readonly (readonly [prefix: string, bits: number, at: number])[] = [
  ["::", 96, 12],
  ["::ffff:0:0", 96, 12],
  ["::ffff:0:0:0", 96, 12],
  ["64:ff9b::", 96, 12],
  ["2002::", 16, 2],
];

/** The class of an address; `forbidden` for text that is none. An IPv6 address that carries an IPv4 one is judged by that. */
export function addressClass(text: string): AddressClass {
  const bytes = addressBytes(text);
  if (!bytes) return "forbidden";
  if (bytes.length === 4) return narrowest(bytes, special4) ?? "public";
  const own = narrowest(bytes, special6);
  if (own) return own;
  const inside = embedding.find(([prefix, bits]) => isIn(bytes, prefix, bits));
  if (inside) return addressClass(bytes.slice(inside[2], inside[2] + 4).join("."));
  return isIn(bytes, "2000::", 3) ? "public" : "forbidden";
}

const isIn = (bytes: readonly number[], prefix: string, bits: number): boolean => hasPrefix(bytes, addressBytes(prefix) ?? [], bits);

/** The class that the longest matching range says. */
function narrowest(bytes: readonly number[], ranges: readonly Range[]): AddressClass | undefined {
  const matching = ranges.filter(([prefix, bits]) => isIn(bytes, prefix, bits));
  return matching.sort((a, b) => b[1] - a[1])[0]?.[2];
}
