import type { Agent, IncomingMessage } from "node:http";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";
import { explainAnswer, explainFailure } from "./explain.ts";
import { type Call, openAgent, request } from "./http-request.ts";
import { readText } from "./read-text.ts";

/** What was asked of a cluster and how it answered. */
export interface CallRecord {
  readonly verb: string;
  /** Without the query. */
  readonly path: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** Until the first byte of the answer. */
  readonly ms: number;
  readonly isWrite: boolean;
}

export interface TransportOptions {
  /** For a whole call; of one that streams, until its first byte. */
  readonly timeoutMs: number;
  readonly onCall?: ((call: CallRecord) => void) | undefined;
  /** Refuses every call that could change something in the cluster, before it is sent. */
  readonly isReadOnly?: boolean | undefined;
}

export interface Transport {
  /** `https://host:port` of the API server. */
  readonly address: string;
  /** The parsed answer of a call. */
  json<T>(call: Call): Promise<T>;
  /** The answer as it arrives, without an end in time. */
  stream(call: Call): Promise<IncomingMessage>;
  close(): void;
}

// An object has at most 1.5 MiB, and a page of a list is asked for accordingly.
const maxBytes = 64 * 2 ** 20;
const maxErrorBytes = 64 * 1024;
/** A dead connection is found after that time and ten probes, one a second. */
const keepAliveMs = 20_000;
const maxSockets = 16;
/** POST, but nothing comes of it. */
const questions = "/apis/authorization.k8s.io/v1/selfsubject";

/** Every byte to and from a cluster passes through the one function `send`. */
export function openTransport(connection: Connection, options: TransportOptions): Transport {
  const { server } = connection;
  const calls = openAgent(connection, { keepAlive: true, keepAliveMsecs: keepAliveMs, maxSockets });
  const streams = openAgent(connection, { keepAlive: true, keepAliveMsecs: keepAliveMs, maxFreeSockets: 0 });

  async function send(call: Call, { agent, signal }: { agent: Agent; signal: AbortSignal }): Promise<IncomingMessage> {
    const isWrite = canChange(call);
    if (isWrite && options.isReadOnly)
      throw new ClusterError(`Nothing is written to this cluster, so "${call.verb}" of ${call.path} was not sent.`, { kind: "read-only" });
    const began = performance.now();
    const record = (status: number) =>
      options.onCall?.({ verb: call.verb, path: call.path, status, ms: Math.round(performance.now() - began), isWrite });
    try {
      const token = await connection.token();
      const answer = await request(server, call, { token, agent, signal });
      record(answer.statusCode ?? 0);
      return await successOf(answer, token);
    } catch (cause) {
      if (cause instanceof ClusterError) throw cause;
      record(0);
      throw cause;
    }
  }

  async function json<T>(call: Call): Promise<T> {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = anyOf(call.signal, deadline);
    return await explained({ call, deadline }, async () => {
      const text = await readText(await send(call, { agent: calls, signal }), maxBytes);
      return parse<T>(text);
    });
  }

  async function stream(call: Call): Promise<IncomingMessage> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), options.timeoutMs);
    try {
      return await explained({ call, deadline: late.signal }, () =>
        send(call, { agent: streams, signal: anyOf(call.signal, late.signal) }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Of whatever ends a call: the caller's own wish as it is, everything else as a ClusterError. */
  async function explained<T>({ call, deadline }: { call: Call; deadline: AbortSignal }, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof ClusterError) throw cause;
      call.signal?.throwIfAborted();
      if (deadline.aborted)
        throw new ClusterError(`The cluster at ${server.host} did not answer within ${options.timeoutMs / 1000} s.`, {
          kind: "unreachable",
          cause,
        });
      throw explainFailure(server.host, cause);
    }
  }

  const close = () => {
    calls.destroy();
    streams.destroy();
  };
  return { address: server.origin, json, stream, close };
}

const canChange = ({ method, path, query }: Call): boolean => method !== "GET" && !path.startsWith(questions) && query?.dryRun !== "All";
const anyOf = (own: AbortSignal | undefined, deadline: AbortSignal): AbortSignal => (own ? AbortSignal.any([own, deadline]) : deadline);

async function successOf(answer: IncomingMessage, token: string | undefined): Promise<IncomingMessage> {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return answer;
  const body = await readText(answer, maxErrorBytes).catch(() => "");
  // Nobody who is asked with a token should send it back; a server that does must not bring it into a log.
  throw explainAnswer(status, token ? body.replaceAll(token, "…") : body);
}

function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ClusterError("The cluster's answer is not JSON: is this the address of a Kubernetes API server?", { kind: "unknown", cause });
  }
}
