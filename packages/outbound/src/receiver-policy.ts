import { isIP } from "node:net";
import { addressBytes, hasPrefix } from "./address-bytes.ts";
import { addressClass } from "./address-class.ts";
import { OutboundError } from "./outbound-error.ts";

/** Whom requests may be sent to. */
export interface ReceiverPolicy {
  /** Whether `http://` addresses are taken beside `https://`. */
  readonly isHttpAllowed: boolean;
  /** Host names that may lie in private networks, and addresses or networks (`10.1.0.0/16`) that may be reached. */
  readonly allowedHosts: readonly string[];
  /** The setting that allows more hosts, for messages. */
  readonly setting?: string;
}

const urlMax = 2000;
/** Below it other protocols listen, which a request must not speak to by mistake. */
const firstFreePort = 1024;
const webPorts = [80, 443];

/**
 * Judges a receiver's address without asking the network: its scheme, credentials, port, and the host where that is an IP
 * address. Throws a permanent OutboundError that says what is wrong.
 */
export function checkReceiver(policy: ReceiverPolicy, text: string): URL {
  if (text.length > urlMax) throw refusal(`The address has ${text.length} characters; ${urlMax} are allowed.`);
  if (!URL.canParse(text)) throw refusal("The address is not a URL.");
  const url = new URL(text);
  checkScheme(policy, url);
  if (url.username !== "" || url.password !== "") throw refusal("The address holds a user name or password; leave them out.");
  checkHost(policy, url);
  return url;
}

/** The same as a sentence for whoever wrote the address; undefined where nothing is wrong with it. */
export function whyRefused(policy: ReceiverPolicy, text: string): string | undefined {
  try {
    checkReceiver(policy, text);
    return undefined;
  } catch (error) {
    if (error instanceof OutboundError) return error.message;
    throw error;
  }
}

function checkScheme(policy: ReceiverPolicy, { protocol }: URL): void {
  if (protocol === "https:" || (protocol === "http:" && policy.isHttpAllowed)) return;
  throw refusal(
    policy.isHttpAllowed
      ? "The address must begin with https:// or http://."
      : "The address must begin with https://. Whoever runs the server can allow http:// by WEBHOOK_ALLOW_HTTP.",
  );
}

function checkHost(policy: ReceiverPolicy, url: URL): void {
  const host = hostOf(url);
  const port = portOf(url);
  if (port < firstFreePort && !webPorts.includes(port) && !isNamed(policy, host)) {
    throw refusal(`Port ${port} is not one that web servers use: 80, 443 and ${firstFreePort} to 65535 are allowed.`);
  }
  if (isIP(host) !== 0) checkAddress(policy, host, host);
  else if (isOfThisMachine(host) && !isNamed(policy, host)) throw refusal(`"${host}" is this machine itself. ${remedy(policy)}`);
}

/** Judges an address that the host's name led to, or that stands for the host. */
export function checkAddress(policy: ReceiverPolicy, host: string, address: string): void {
  if (isInAllowedNetwork(policy, address)) return;
  const is = addressClass(address);
  if (is === "public" || (is === "internal" && isNamed(policy, host))) return;
  throw refusal(`"${host}" leads to an address that is not public. ${remedy(policy)}`);
}

/** A host without the brackets of an IPv6 address and the dot that ends a full name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
export const portOf = (url: URL): number => Number(url.port || (url.protocol === "https:" ? 443 : 80));

const remedy = ({ setting = "WEBHOOK_ALLOWED_HOSTS" }: ReceiverPolicy): string => `Whoever runs the server can allow it in ${setting}.`;
const refusal = (text: string): OutboundError => new OutboundError(text, { isPermanent: true });
const isOfThisMachine = (host: string): boolean => host === "localhost" || host.endsWith(".localhost");
const isNamed = (policy: ReceiverPolicy, host: string): boolean => policy.allowedHosts.some((allowed) => allowed.toLowerCase() === host);

function isInAllowedNetwork(policy: ReceiverPolicy, address: string): boolean {
  const bytes = addressBytes(address);
  if (!bytes) return false;
  return policy.allowedHosts.some((allowed) => {
    const [network = "", bits] = allowed.split("/");
    const prefix = addressBytes(network);
    return prefix !== undefined && hasPrefix(bytes, prefix, bits === undefined ? prefix.length * 8 : Number(bits));
  });
}
