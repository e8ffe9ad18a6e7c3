import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import type { Connection } from "./connection.ts";

/** One call to an API server. */
export interface Call {
  /** Kubernetes' verb: get, list, watch, create, patch, delete, log… */
  readonly verb: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

interface Means {
  readonly token: string | undefined;
  readonly agent: http.Agent;
  readonly signal: AbortSignal;
}

/** Connections to the server of a cluster, through its proxy if it has one. */
export function openAgent({ server, tls, proxy }: Connection, options: http.AgentOptions): http.Agent {
  const proxyEnv = proxy ? { HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href } : {};
  return server.protocol === "https:" ? new https.Agent({ ...options, ...tls, proxyEnv }) : new http.Agent({ ...options, proxyEnv });
}

/** Sends a call; redirects are not followed. */
export function request(server: URL, call: Call, { token, agent, signal }: Means): Promise<IncomingMessage> {
  const { protocol, hostname, port, pathname } = server;
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const options = {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port || undefined,
    method: call.method,
    path: pathname.replace(/\/$/, "") + call.path + searchOf(call),
    headers: { ...headersOf(call, body), ...(token ? { authorization: `Bearer ${token}` } : {}) },
    agent,
    signal,
  };
  return new Promise((resolve, reject) => {
    const outgoing = (protocol === "https:" ? https : http).request(options, resolve);
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

function searchOf({ query = {} }: Call): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return parameters.size > 0 ? `?${parameters}` : "";
}

const headersOf = ({ contentType = "application/json" }: Call, body: string | undefined): http.OutgoingHttpHeaders => ({
  accept: "application/json",
  "user-agent": "plumbline",
  // Node frames no body of a DELETE by itself: the server would take it for the next request.
  ...(body === undefined ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(body) }),
});
