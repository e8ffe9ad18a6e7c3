import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An object with the path of the collection that it is in, such as `/api/v1/nodes`. */
export interface StandInObject {
  readonly collection: string;
  readonly object: { readonly metadata: { readonly name: string } & Readonly<Record<string, unknown>> };
}

interface Given {
  readonly objects: readonly StandInObject[];
  /** What the DCGM exporter of that name answers. */
  readonly metricsOf: (pod: string) => string;
}

/** What stands for the API server of a cluster full of GPUs: pictures need such a one to be there, and always the same. */
export interface ClusterStandIn {
  /** A kubeconfig that leads to it. */
  readonly kubeconfig: string;
  /** What was asked of it beside reading: `POST /api/v1/…`. Questions about rights change nothing and do not count. */
  readonly writes: readonly string[];
  readonly close: () => Promise<void>;
}

const metricsPath = /^\/api\/v1\/namespaces\/[^/]+\/pods\/([^/:]+):\d+\/proxy\/metrics$/;
const collections = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)\/[a-z]+$/;

/** Answers to lists and to watches, in which nothing happens; it says that everything may be written, and takes nothing. */
export async function openClusterStandIn({ objects, metricsOf }: Given): Promise<ClusterStandIn> {
  const writes: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://cluster");
    if (request.method !== "GET" && !pathname.endsWith("/selfsubjectaccessreviews")) writes.push(`${request.method} ${pathname}`);
    const [, exporter] = metricsPath.exec(decodeURIComponent(pathname)) ?? [];
    if (exporter !== undefined) {
      response.end(metricsOf(exporter));
      return;
    }
    // A watch stays open: its head goes out, and nothing ever comes.
    if (searchParams.has("watch")) {
      response.writeHead(200).flushHeaders();
      return;
    }
    const body = bodyFor(pathname, objects);
    response.writeHead(body ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(body ?? { kind: "Status" }));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    kubeconfig: kubeconfigOf(`http://127.0.0.1:${port}`),
    writes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const kubeconfigOf = (server: string): string =>
  JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "shown" },
    clusters: [{ name: "shown", cluster: { server } }],
    users: [{ name: "reader", user: {} }],
    contexts: [{ name: "shown", context: { cluster: "shown", user: "reader" } }],
  });

function bodyFor(path: string, objects: readonly StandInObject[]): object | undefined {
  if (path === "/version") return { gitVersion: "v1.33.4" };
  if (path.endsWith("/selfsubjectaccessreviews")) return { status: { allowed: true } };
  if (!collections.test(path)) return undefined;
  const items = objects.filter(({ collection }) => collection === path).map(({ object }) => object);
  return { metadata: { resourceVersion: "1" }, items };
}
