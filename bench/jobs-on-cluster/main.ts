// Prints JSON: 2,000 jobs of 20 workspaces that wait for 100 simulated nodes, through the whole product: how fast they get there, how soon
// the queue view shows a change, what its answers cost, and what the worker uses. Of a cluster that has nothing else:
//   npm run -s cluster -- start DIR --kwok --kueue
//   PLUMBLINE_TEST_KUBECONFIG=DIR/kubeconfig node bench/jobs-on-cluster/main.ts [--jobs 2000] [--workspaces 20] [--nodes 100] [--rounds 40] [--rest 240]
// `--hold` waits, once all is queued, until its input ends: for looking at pages.
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { eventually, startServer } from "../../e2e/faults/server.ts";
import type { ProductClient } from "../../e2e/kubernetes/product-client.ts";
import { signInWithoutPortal } from "../../e2e/kubernetes/without-portal.ts";
import { type EndState, endAll } from "./end-all.ts";
import { spreadOf, timed } from "./figures.ts";
import { cancelOne, endOne } from "./queue-view.ts";
import { measureReads } from "./reads.ts";
import { sampleProcess } from "./sampler.ts";
import { type SeenCluster, watchCluster } from "./seen-cluster.ts";
import { inLanes, type Stage, setStage } from "./stage.ts";

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "2000" },
    workspaces: { type: "string", default: "20" },
    nodes: { type: "string", default: "100" },
    rounds: { type: "string", default: "40" },
    rest: { type: "string", default: "240" },
    hold: { type: "boolean", default: false },
  },
});
const extent = { nodes: Number(values.nodes), gpusPerNode: 8, workspaces: Number(values.workspaces) };
/** One on each node, and those that wait. */
const running = extent.nodes;
const jobs = running + Number(values.jobs);
const submitters = 16;
const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

// One session stands for all people here.
process.env.RATE_LIMIT_REQUESTS_PER_MINUTE = "0";
const server = await startServer();
const worker = server.openWorker({ LOG_LEVEL: "debug" });
await worker.start();
const client = await signInWithoutPortal(server);
const stage = await setStage(client, extent);
const seen = watchCluster();
say(`${stage.teams.length} workspaces are ready`);
const samplers = { worker: sampleProcess(worker.pid() ?? 0), api: sampleProcess(server.api.pid() ?? 0) };
const calls = countCalls(client, stage);
const begin = async (name: string) => {
  say(name);
  samplers.worker.mark(name);
  samplers.api.mark(name);
  await calls.mark(name);
};
try {
  await begin("submitting");
  const submitting = await submitAll(client, stage, seen);
  say(JSON.stringify(submitting.figures));
  await begin("resting");
  await delay(Number(values.rest) * 1000);
  if (values.hold) await hold();
  await begin("changing");
  const changes = await change(client, stage, seen);
  say(JSON.stringify(changes));
  await begin("reading");
  const reads = await measureReads(client, stage);
  say(JSON.stringify({ reads, worker: samplers.worker.stretches(), api: samplers.api.stretches(), looks: looksOf() }));
  await begin("ending");
  const end = await endAll({ client, seen, teams: stage.teams, ids: submitting.ids });
  const callsPerSecond = await calls.stop();
  const processes = { worker: samplers.worker.stretches(), api: samplers.api.stretches() };
  console.log(
    JSON.stringify(
      {
        extent: { ...extent, jobs, running },
        submitting: submitting.figures,
        changes,
        reads,
        processes,
        callsPerSecond,
        looks: looksOf(),
        end,
      },
      null,
      2,
    ),
  );
  refuseLosses(end);
} finally {
  samplers.worker.stop();
  samplers.api.stop();
  await seen.stop();
  await worker.terminate();
  await server.stop();
  await stage.stop();
}
process.exit();

async function submitAll(by: ProductClient, { teams, clusterName, flavour }: Stage, { queued }: SeenCluster) {
  const spec = {
    ...{ name: "train", cluster: clusterName, image: "registry.test/simulated:1", command: ["python", "train.py"], timeLimit: "24h" },
    env: { KWOK_RUN: "24h", KWOK_EXIT: "0" },
    resources: { cpu: 4, memory: "16Gi", disk: "1Gi", gpus: { count: 8, flavour } },
  };
  const times: number[] = [];
  const ids: string[] = [];
  const began = performance.now();
  const numbers = Array.from({ length: jobs }, (_, index) => index);
  await inLanes(numbers, submitters, async (number) => {
    const { ms, result } = await timed(() => by.call<{ id: string }>("POST /jobs", { spec }, teams[number % teams.length]));
    times.push(ms);
    ids.push(result.id);
  });
  const submittedMs = performance.now() - began;
  say(`all are submitted after ${Math.round(submittedMs / 1000)} s`);
  await eventually("all are queued on the cluster", () => delay(200).then(() => ids.every((id) => queued.has(id))), 1_800_000);
  const queuedMs = performance.now() - began;
  const figures = {
    ...{ ms: spreadOf(times), perSecond: Math.round((jobs / submittedMs) * 1000) },
    ...{ allSubmittedSeconds: Math.round(submittedMs / 1000), allOnClusterSeconds: Math.round(queuedMs / 1000) },
  };
  return { ids, figures };
}

async function change(by: ProductClient, { teams }: Stage, cluster: SeenCluster) {
  const turnovers: Awaited<ReturnType<typeof endOne>>[] = [];
  const cancels: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const team = teams[round % teams.length] ?? "";
    turnovers.push(await endOne({ client: by, seen: cluster, team }));
    cancels.push(await cancelOne({ client: by, team }));
  }
  return {
    "a job ends: shown after it ended on the cluster": spreadOf(turnovers.map(({ endShown }) => endShown)),
    "the next starts: shown after it was admitted on the cluster": spreadOf(turnovers.map(({ startShown }) => startShown)),
    "the next starts: shown after the end of the one before": spreadOf(turnovers.map(({ all }) => all)),
    "the next was the one at position 1": turnovers.filter(({ wasFirst }) => wasFirst).length,
    "a job that waits is cancelled: gone, and those behind it moved": spreadOf(cancels),
  };
}

async function hold(): Promise<void> {
  const { email } = server.first;
  say(`at ${server.url} as ${email}; ends with the input`);
  for await (const _ of process.stdin);
}

function looksOf() {
  const lines = worker.log().split("\n");
  const looks = lines.filter((line) => line.includes("looked at jobs")).map((line) => JSON.parse(line) as { jobs: number; ms: number });
  const problems = lines.filter((line) => /"level":(40|50|60)/.test(line));
  return {
    ms: spreadOf(looks.map(({ ms }) => ms)),
    jobs: spreadOf(looks.map(({ jobs: count }) => count)),
    problems: { count: problems.length, first: problems[0]?.slice(0, 500) ?? null },
  };
}

function countCalls(by: ProductClient, { clusterName }: Stage) {
  const perSecond: Record<string, { reads: number; writes: number }> = {};
  let current = { name: "start", at: performance.now(), reads: 0, writes: 0 };
  const read = async () => {
    const { items } = await by.call<{ items: { kind: string; count: number }[] }>(`GET /clusters/${clusterName}/calls`);
    const sum = (isWrite: boolean) => items.reduce((all, { kind, count }) => ((kind === "write") === isWrite ? all + count : all), 0);
    return { at: performance.now(), reads: sum(false), writes: sum(true) };
  };
  const mark = async (name: string) => {
    const now = await read();
    const seconds = Math.max(1, (now.at - current.at) / 1000);
    const rate = (count: number) => Number((count / seconds).toFixed(1));
    perSecond[current.name] = { reads: rate(now.reads - current.reads), writes: rate(now.writes - current.writes) };
    current = { name, ...now };
  };
  return { mark, stop: () => mark("end").then(() => perSecond) };
}

function refuseLosses({ lost, doubled, unexpected }: EndState): void {
  if (lost + doubled + unexpected > 0) process.exitCode = 1;
}
