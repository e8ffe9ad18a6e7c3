import { setTimeout as delay } from "node:timers/promises";
import type { ProductClient } from "../../e2e/kubernetes/product-client.ts";
import { finishPod, type SeenCluster } from "./seen-cluster.ts";

export interface ShownJob {
  readonly id: string;
  readonly state: string;
  readonly queuePosition: number | null;
}

/** What of a workspace has not ended, as its Jobs page asks for it. */
export const readQueue = async (client: ProductClient, team: string): Promise<readonly ShownJob[]> =>
  (await client.call<{ items: ShownJob[] }>("GET /jobs?state=unfinished&limit=200", undefined, team)).items;

const pollMs = 50;
const timeoutMs = 60_000;

/** Looks until the question was answered; tells when. */
async function whenShown<R>(look: () => Promise<readonly ShownJob[]>, question: (jobs: readonly ShownJob[]) => R | undefined) {
  const deadline = performance.now() + timeoutMs;
  while (true) {
    const found = question(await look());
    if (found !== undefined) return { found, at: performance.now() };
    if (performance.now() > deadline) throw new Error(`the queue view does not show it after ${timeoutMs / 1000} s`);
    await delay(pollMs);
  }
}

interface Watched {
  readonly client: ProductClient;
  readonly seen: SeenCluster;
  readonly team: string;
}

/** In milliseconds. */
interface Turnover {
  /** From the end of a job on the cluster until the queue view has it. */
  readonly endShown: number;
  /** From the admission of the next on the cluster until the queue view has it. */
  readonly startShown: number;
  /** From the one end to the other start as the queue view shows it. */
  readonly all: number;
  /** Whether the one that started was shown as the next. */
  readonly wasFirst: boolean;
}

/** A job ends by itself, and another of its queue starts. */
export async function endOne({ client, seen, team }: Watched): Promise<Turnover> {
  const before = await readQueue(client, team);
  const running = before.find(({ id, state }) => state === "running" && seen.podOf(id));
  const waiting = new Map(before.flatMap((job) => (job.state === "queued" ? [[job.id, job]] : [])));
  const pod = running && seen.podOf(running.id);
  if (!running || !pod || waiting.size === 0) throw new Error(`nothing of ${team} runs, or nothing waits`);
  const began = performance.now();
  await finishPod(pod);
  const look = () => readQueue(client, team);
  const ended = whenShown(look, (jobs) => (jobs.every(({ id }) => id !== running.id) ? true : undefined));
  const started = whenShown(look, (jobs) => jobs.find(({ id, state }) => state !== "queued" && waiting.has(id))?.id);
  const [{ at: endedAt }, { at: startedAt, found: next }] = await Promise.all([ended, started]);
  return {
    endShown: endedAt - (seen.endedAt.get(running.id) ?? began),
    startShown: startedAt - (seen.admittedAt.get(next) ?? began),
    all: startedAt - began,
    wasFirst: waiting.get(next)?.queuePosition === 1,
  };
}

/** A person cancels a job in the middle of a queue, and those behind it move up. */
export async function cancelOne({ client, team }: Omit<Watched, "seen">): Promise<number> {
  const before = (await readQueue(client, team)).filter(({ state }) => state === "queued");
  const middle = before.find(({ queuePosition }) => queuePosition === Math.ceil(before.length / 2));
  const last = before.find(({ queuePosition }) => queuePosition === before.length);
  if (!middle || !last) throw new Error(`nothing of ${team} waits`);
  const hasMoved = (jobs: readonly ShownJob[]) => (jobs.find(({ id }) => id === last.id)?.queuePosition ?? before.length) < before.length;
  const began = performance.now();
  await client.call(`POST /jobs/${middle.id}/cancel`, undefined, team);
  const { at } = await whenShown(
    () => readQueue(client, team),
    (jobs) => (jobs.every(({ id }) => id !== middle.id) && hasMoved(jobs) ? true : undefined),
  );
  return at - began;
}
