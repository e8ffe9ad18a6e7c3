import { createServer } from "node:http";

/**
 * A stand-in for the API server of a cluster without Kueue in which one pod is a DCGM exporter: it lists that pod and nothing else,
 * and answers on the pod's port with the exporter's text, as `page` says it.
 */
export async function openTestExporter(page: () => string) {
  const exporter = {
    metadata: { name: "dcgm-exporter-1", namespace: "gpu-operator", uid: "exporter", resourceVersion: "1" },
    spec: { containers: [{ name: "main", image: "nvcr.io/nvidia/k8s/dcgm-exporter:4.4.1" }] },
    status: { phase: "Running" },
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://cluster");
    const path = decodeURIComponent(pathname);
    if (path.endsWith("/proxy/metrics")) return response.end(page());
    // A watch stays open: its head goes out, and nothing ever comes.
    if (searchParams.has("watch")) return response.writeHead(200).flushHeaders();
    const body = bodyFor(path, exporter);
    return response.writeHead(body ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(body ?? { kind: "Status" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    kubeconfig: JSON.stringify({
      ...{ apiVersion: "v1", kind: "Config", "current-context": "lab" },
      clusters: [{ name: "lab", cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: "ada", user: {} }],
      contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
    }),
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

function bodyFor(path: string, exporter: object): object | undefined {
  if (path === "/version") return { gitVersion: "v1.33.4" };
  if (path.endsWith("/selfsubjectaccessreviews")) return { status: { allowed: false } };
  if (path.includes("kueue")) return undefined;
  return { metadata: { resourceVersion: "1" }, items: path === "/api/v1/pods" ? [exporter] : [] };
}
