import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "../../e2e/faults/server.ts";
import type { ProductClient } from "../../e2e/kubernetes/product-client.ts";
import { finishPod, type SeenCluster } from "./seen-cluster.ts";
import { inLanes } from "./stage.ts";

/** What became of all jobs. */
export interface EndState {
  readonly seconds: number;
  readonly succeeded: number;
  readonly cancelled: number;
  /** Submitted, and not there or not ended. */
  readonly lost: number;
  /** Attempts that more than one Job carried, and attempts after one that was not preempted. */
  readonly doubled: number;
  readonly preempted: number;
  /** Ended otherwise. */
  readonly unexpected: number;
}

interface Ending {
  readonly client: ProductClient;
  readonly seen: SeenCluster;
  readonly teams: readonly string[];
  readonly ids: readonly string[];
}

interface EndedJob {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
}

const lanes = 8;
const timeoutMs = 1_800_000;

/** Cancels every second job that waits, and lets all others run to their end. */
export async function endAll({ client, seen, teams, ids }: Ending): Promise<EndState> {
  const began = performance.now();
  for (const team of teams) {
    const waiting = (await listAll(client, team, "queued")).filter((_, index) => index % 2 === 0);
    await inLanes(waiting, lanes, ({ id }) => client.call(`POST /jobs/${id}/cancel`, undefined, team));
  }
  const finishing = new Set<string>();
  await eventually(
    "all have ended",
    async () => {
      const fresh = seen.runningPods().filter(({ uid }) => !finishing.has(uid));
      for (const { uid } of fresh) finishing.add(uid);
      await inLanes(fresh, lanes, finishPod);
      await delay(500);
      const open = await Promise.all(teams.map((team) => listAll(client, team, "unfinished")));
      return open.every(({ length }) => length === 0);
    },
    timeoutMs,
  );
  const ended = (
    await Promise.all(teams.map(async (team) => (await listAll(client, team, "ended")).map((job) => ({ ...job, team }))))
  ).flat();
  const known = new Map(ended.map((job) => [job.id, job]));
  const again = await outcomesBefore(client, ended);
  const count = (state: string): number => ended.filter((job) => job.state === state).length;
  return {
    seconds: Math.round((performance.now() - began) / 1000),
    succeeded: count("succeeded"),
    cancelled: count("cancelled"),
    lost: ids.filter((id) => !known.has(id)).length,
    doubled: [...seen.carriers.values()].filter(({ size }) => size > 1).length + again.filter((outcome) => outcome !== "preempted").length,
    preempted: again.filter((outcome) => outcome === "preempted").length,
    unexpected: ended.length - count("succeeded") - count("cancelled"),
  };
}

async function listAll(client: ProductClient, team: string, state: string): Promise<readonly EndedJob[]> {
  return (await client.call<{ items: EndedJob[] }>(`GET /jobs?state=${state}&limit=1000`, undefined, team)).items;
}

/** How the attempts ended that were not the last of their job. */
async function outcomesBefore(client: ProductClient, jobs: readonly (EndedJob & { readonly team: string })[]): Promise<string[]> {
  const outcomes: string[] = [];
  await inLanes(
    jobs.filter(({ attempts }) => attempts > 1),
    lanes,
    async ({ id, team }) => {
      const { attemptList } = await client.call<{ attemptList: { outcome: string }[] }>(`GET /jobs/${id}`, undefined, team);
      outcomes.push(...attemptList.slice(0, -1).map(({ outcome }) => outcome));
    },
  );
  return outcomes;
}
