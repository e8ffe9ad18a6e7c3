import type { AgentOptions } from "node:https";

/** How to reach an API server and who one is there. */
export interface Connection {
  /** May have a path, where a gateway serves several clusters. */
  readonly server: URL;
  readonly tls: Pick<AgentOptions, "ca" | "cert" | "key" | "servername" | "rejectUnauthorized">;
  /** The bearer token of the moment. */
  readonly token: () => Promise<string | undefined>;
  readonly proxy: URL | undefined;
}
