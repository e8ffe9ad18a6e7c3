import type { LookupAddress } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { judgedAddresses, type Lookup, lookUp } from "./addresses.ts";
import { asOutbound } from "./connection-failure.ts";
import { OutboundError } from "./outbound-error.ts";
import { checkReceiver, hostOf, portOf, type ReceiverPolicy } from "./receiver-policy.ts";

export interface PostLimits {
  /** Until the connection stands, TLS included. */
  readonly connectTimeoutMs: number;
  /** From the first look-up to the last byte that is read. */
  readonly totalTimeoutMs: number;
  /** An answer is read so far and thrown away, so that its sender sees no broken connection; then the connection is cut. */
  readonly answerMaxBytes: number;
}

export interface PostOptions extends ReceiverPolicy, PostLimits {
  readonly lookup: Lookup;
  /** Certificate authorities instead of those that Node trusts. */
  readonly certificateAuthority: string | undefined;
}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const postDefaults: PostLimits & Pick<PostOptions, "lookup" | "certificateAuthority"> = {
  connectTimeoutMs: 5000,
  totalTimeoutMs: 15_000,
  answerMaxBytes: 64 * 1024,
  lookup: lookUp,
  certificateAuthority: undefined,
};

/** The same addresses for every name that is asked: those that were judged. */
const answering =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, [...addresses]);
    else done(null, first?.address ?? "", first?.family);
  };

/**
 * Sends a body and returns the answer's status, whatever it is; redirects are not followed. The name is looked up here,
 * every address it has is judged, and the connection goes to the judged addresses alone: a name that changes in between
 * changes nothing. Throws OutboundError.
 */
export async function post(options: PostOptions, request: PostRequest): Promise<number> {
  const url = checkReceiver(options, request.url);
  const deadline = AbortSignal.timeout(options.totalTimeoutMs);
  const late = () => new OutboundError(`The receiver did not answer within ${options.totalTimeoutMs / 1000} s.`);
  const stopped = new Promise<never>((_, reject) => deadline.addEventListener("abort", () => reject(late()), { once: true }));
  stopped.catch(() => undefined);
  const addresses = await Promise.race([judgedAddresses(options, hostOf(url), options.lookup), stopped]);
  return await Promise.race([exchange({ options, request, url, addresses, deadline }), stopped]);
}

interface Exchange {
  readonly options: PostOptions;
  readonly request: PostRequest;
  readonly url: URL;
  readonly addresses: readonly LookupAddress[];
  readonly deadline: AbortSignal;
}

function exchange({ options, request, url, addresses, deadline }: Exchange): Promise<number> {
  const isTls = url.protocol === "https:";
  const host = hostOf(url);
  const open = {
    method: "POST",
    host,
    lookup: answering(addresses),
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    agent: false as const,
    signal: deadline,
    headers: { ...request.headers, host: url.host, "content-length": String(Buffer.byteLength(request.body)), connection: "close" },
    ...(options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority }),
  };
  return new Promise((answer, reject) => {
    const sent = isTls ? https.request(open) : http.request(open);
    const slow = setTimeout(() => sent.destroy(new OutboundError(notConnected(options))), options.connectTimeoutMs);
    const settle = () => clearTimeout(slow);
    sent.once("socket", (socket) => socket.once(isTls ? "secureConnect" : "connect", settle));
    sent.once("close", settle);
    sent.once("error", (error) => reject(asOutbound(error, "receiver")));
    sent.once("response", (response) => {
      drain(response, options.answerMaxBytes);
      answer(response.statusCode ?? 0);
    });
    sent.end(request.body);
  });
}

const notConnected = (options: PostLimits): string => `The receiver could not be reached within ${options.connectTimeoutMs / 1000} s.`;

function drain(response: http.IncomingMessage, maxBytes: number): void {
  let read = 0;
  // Its status has been taken: however the rest ends is nobody's concern.
  response.on("error", () => undefined);
  response.on("data", (chunk: Buffer) => {
    read += chunk.length;
    if (read > maxBytes) response.destroy();
  });
}
