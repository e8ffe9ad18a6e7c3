import type { ProductClient } from "../../e2e/kubernetes/product-client.ts";
import { type Spread, spreadOf, timed } from "./figures.ts";
import { readQueue } from "./queue-view.ts";

interface Read {
  readonly ms: Spread;
  readonly kilobytes: number;
}

const rounds = 40;

/** How long the answers take that the pages about the queue are made of, one after the other. */
export async function measureReads(
  client: ProductClient,
  { teams, clusterName }: { teams: readonly string[]; clusterName: string },
): Promise<Readonly<Record<string, Read>>> {
  const waiting = new Map<string, string>();
  for (const team of teams) {
    const jobs = (await readQueue(client, team)).filter(({ state }) => state === "queued");
    const middle = jobs[Math.floor(jobs.length / 2)];
    if (middle) waiting.set(team, middle.id);
  }
  const reads: Readonly<Record<string, (team: string) => string>> = {
    "queue of a workspace, 100 rows": () => "GET /jobs?state=unfinished&limit=100",
    "one waiting job": (team) => `GET /jobs/${waiting.get(team)}`,
    "why it waits": (team) => `GET /jobs/${waiting.get(team)}/pending`,
    "quotas page": () => "GET /quotas?range=7d",
    "cluster page": () => `GET /clusters/${clusterName}`,
    "list of clusters": () => "GET /clusters",
  };
  const measured: Record<string, Read> = {};
  for (const [name, operationOf] of Object.entries(reads)) {
    const times: number[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round++) {
      const team = teams[round % teams.length] ?? "";
      const { ms, result } = await timed(() => client.call<unknown>(operationOf(team), undefined, team));
      times.push(ms);
      bytes = Math.max(bytes, Buffer.byteLength(JSON.stringify(result)));
    }
    measured[name] = { ms: spreadOf(times), kilobytes: Math.round(bytes / 1000) };
  }
  return measured;
}
