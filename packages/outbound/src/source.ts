import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { judgedAddresses, type Lookup, lookUp } from "./addresses.ts";
import { asOutbound } from "./connection-failure.ts";
import { OutboundError } from "./outbound-error.ts";
import { checkReceiver, hostOf, type ReceiverPolicy } from "./receiver-policy.ts";

export interface SourceOptions extends ReceiverPolicy {
  /** Requests under way at once; more wait. */
  readonly connections: number;
  /** So long a connection may rest, while it is made and while an answer comes. */
  readonly idleTimeoutMs: number;
  readonly lookup?: Lookup;
  readonly certificateAuthority: string | undefined;
}

export interface SourceRequest {
  readonly method: "GET" | "POST";
  /** Below the source's address, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface SourceAnswer {
  readonly status: number;
  /** Whoever gets it reads it, or leaves it by `return`. It fails with an OutboundError. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A server that is read from, over connections that are kept. */
export interface Source {
  /** The answer's status and body, whatever they are; redirects are not followed. Throws OutboundError. */
  ask(request: SourceRequest): Promise<SourceAnswer>;
  close(): void;
}

/** Opens no connection. Every address that the host's name leads to is judged each time a connection is made. Throws OutboundError. */
export function openSource(options: SourceOptions, address: string): Source {
  const base = checkReceiver(options, address);
  const settings = { keepAlive: true, maxSockets: options.connections, lookup: judging(options) };
  const isTls = base.protocol === "https:";
  const trust = options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority };
  const agent = isTls ? new https.Agent({ ...settings, ...trust }) : new http.Agent(settings);
  const root = `${base.pathname.replace(/\/+$/, "")}`;
  return {
    ask: (request) => exchange({ options, request, agent, url: new URL(`${root}${request.path}`, base) }),
    close: () => agent.destroy(),
  };
}

const judging =
  (options: SourceOptions): LookupFunction =>
  (host, asked, done) => {
    judgedAddresses(options, host, options.lookup ?? lookUp).then(
      (addresses) => {
        const [first] = addresses;
        if (asked.all) done(null, [...addresses]);
        else done(null, first?.address ?? "", first?.family);
      },
      (error: unknown) => done(error as NodeJS.ErrnoException, "", 0),
    );
  };

interface Exchange {
  readonly options: SourceOptions;
  readonly request: SourceRequest;
  readonly agent: http.Agent;
  readonly url: URL;
}

function exchange({ options, request, agent, url }: Exchange): Promise<SourceAnswer> {
  const { method, headers, body, signal } = request;
  const open = {
    method,
    host: hostOf(url),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    agent,
    signal,
    headers: { ...headers, ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }) },
  };
  return new Promise((answer, reject) => {
    const sent = url.protocol === "https:" ? https.request(open) : http.request(open);
    sent.setTimeout(options.idleTimeoutMs, () =>
      sent.destroy(new OutboundError(`The source said nothing for ${Math.round(options.idleTimeoutMs / 1000)} s.`)),
    );
    sent.once("error", (error) => reject(signal.aborted ? signal.reason : asOutbound(error, "source")));
    sent.once("response", (response) => answer({ status: response.statusCode ?? 0, body: translating(response, signal) }));
    sent.end(body);
  });
}

/** The same bytes; what breaks them off is said in words. */
async function* translating(response: http.IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* response as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw signal.aborted ? signal.reason : asOutbound(error as Error, "source");
  }
}
