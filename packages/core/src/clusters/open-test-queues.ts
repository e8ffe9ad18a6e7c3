import { createServer, type IncomingMessage } from "node:http";

interface Line {
  name: string;
  nominalQuota: string;
  borrowingLimit?: string;
}
interface Queue {
  metadata: { name: string };
  spec: {
    cohortName: string;
    namespaceSelector: object;
    resourceGroups: { coveredResources: string[]; flavors: { name: string; resources: Line[] }[] }[];
  };
}

/**
 * A stand-in for the API server of a cluster with Kueue: it keeps queues and whatever else is applied to it, and merges what is
 * applied one level deep, as far as these tests need it. What the real one does is tried in e2e/kubernetes.
 */
export async function openTestQueues(given: readonly { name: string; nominal: number }[], flavour = "h100") {
  const queues = new Map(given.map(({ name, nominal }) => [name, queueOf(name, { nominal, flavour })]));
  const applied = new Map<string, unknown>();
  let refuses = "";
  const apply = (name: string, body: Partial<Queue>): unknown => {
    const queue = queues.get(name);
    if (queue) queue.spec = { ...queue.spec, ...body.spec };
    else applied.set(name, body);
    return queue ?? body;
  };
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const name = new URL(request.url ?? "", "http://cluster").pathname.split("/").at(-1) ?? "";
    const there = queues.get(name) ?? applied.get(name);
    if (request.method === "GET") return answer(there ? 200 : 404, there ?? { kind: "Status" });
    const body = JSON.parse(await read(request)) as Partial<Queue>;
    if (refuses === name) return answer(403, { kind: "Status", reason: "Forbidden", message: "you may not" });
    return answer(200, apply(name, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const line = (name: string): Line => {
    const found = queues.get(name)?.spec.resourceGroups[0]?.flavors[0]?.resources[0];
    if (!found) throw new Error(`no queue ${name}`);
    return found;
  };
  return {
    queues: () => [...queues.values()],
    nominal: (name: string): string => line(name).nominalQuota,
    /** As somebody would by hand. */
    set(name: string, nominal: number): void {
      line(name).nominalQuota = String(nominal);
    },
    refuse(name: string): void {
      refuses = name;
    },
    applied: (name: string): unknown => applied.get(name),
    kubeconfig: kubeconfigOf(`http://127.0.0.1:${port}`),
    close: () => server.close(),
  };
}

const queueOf = (name: string, { nominal, flavour }: { nominal: number; flavour: string }): Queue => ({
  metadata: { name },
  spec: {
    cohortName: "all",
    namespaceSelector: {},
    resourceGroups: [
      {
        coveredResources: ["nvidia.com/gpu"],
        flavors: [{ name: flavour, resources: [{ name: "nvidia.com/gpu", nominalQuota: String(nominal), borrowingLimit: "4" }] }],
      },
    ],
  },
});

const kubeconfigOf = (server: string): string =>
  JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "lab" },
    clusters: [{ name: "lab", cluster: { server } }],
    users: [{ name: "ada", user: {} }],
    contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
  });

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
