import { promises as dns, type LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { OutboundError } from "./outbound-error.ts";
import { checkAddress, type ReceiverPolicy } from "./receiver-policy.ts";

export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

export const lookUp: Lookup = (host) => dns.lookup(host, { all: true, order: "verbatim" });

/** The addresses of a host, each of them judged. Throws OutboundError. */
export async function judgedAddresses(policy: ReceiverPolicy, host: string, lookup: Lookup): Promise<readonly LookupAddress[]> {
  const literal = isIP(host);
  if (literal !== 0) return [{ address: host, family: literal }];
  const found = await lookup(host).catch((cause: unknown) => {
    throw new OutboundError(`The name "${host}" was not found.`, { cause });
  });
  for (const { address } of found) checkAddress(policy, host, address);
  if (found.length === 0) throw new OutboundError(`The name "${host}" has no address.`);
  return found;
}
