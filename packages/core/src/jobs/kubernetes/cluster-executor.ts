import { type Cluster as Client, resources } from "@plumbline/kube";
import {
  conditionOf,
  findJobSite,
  findNodeTrouble,
  findWait,
  listJobNamespaces,
  rankOf,
  type WorkloadObject,
} from "../../clusters/index.ts";
import type { Deps } from "../../kernel/index.ts";
import {
  attemptOfName,
  type Executor,
  type Launch,
  LaunchRefused,
  type Observation,
  type Stop,
  type WaitingNote,
} from "../executors/executor.ts";
import { asking } from "./cluster-answers.ts";
import { cutOffLost } from "./cut-off-lost.ts";
import { keepEvent, keepJob } from "./kept-objects.ts";
import { type AttemptObjects, isOver } from "./observation/objects-of-attempt.ts";
import { observeAttempt } from "./observation/observe-attempt.ts";
import { openPodLogDrains } from "./pod-logs/pod-log-drains.ts";
import { startAttempt } from "./start-attempt.ts";
import { watchAttempts } from "./watched-attempts.ts";

interface Carrying {
  readonly deps: Deps;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly client: Client;
}

/** An executor that holds connections until it is closed. */
export interface ClusterExecutor extends Executor {
  readonly close: () => Promise<void>;
}

/** Carries attempts as Jobs of one cluster. */
export function openClusterExecutor(carrying: Carrying, onChange: (name: string) => void): ClusterExecutor {
  const { client } = carrying;
  const watched = watchAttempts(client, onChange);
  const podLogs = openPodLogDrains({ deps: carrying.deps, client, watched });
  const objectsOf = async (name: string): Promise<AttemptObjects> => {
    const known = await watched.find(name);
    // A watch may be a moment behind: what it does not know is asked for before it is called absent.
    const job = known.job ?? (await findJob(carrying, name));
    const objects = { ...known, job };
    return { ...objects, events: await eventsOf(client, objects) };
  };
  return {
    kind: "kubernetes",
    async start(launch) {
      if (!launch.spec.launcher) podLogs.know(launch);
      await start(carrying, launch);
    },
    async observe(name) {
      const objects = await asking(() => objectsOf(name));
      const seen = observeAttempt(objects, carrying.deps.now());
      return seen.state === "running" ? withTrouble(carrying, seen) : withWait(carrying, { name, seen, workload: objects.workload });
    },
    async stop(name, how) {
      const objects = await asking(() => objectsOf(name));
      await asking(() => stop(carrying, objects, how));
    },
    remove: (name) =>
      asking(async () => {
        const { job, pods } = await watched.find(name);
        await cutOffLost(client, pods, carrying.deps.now());
        await remove(carrying, name, job?.metadata.namespace);
        podLogs.forget(name);
      }),
    list: () => watched.list(),
    drain: (name) => asking(() => podLogs.drain(name)),
    async close() {
      await podLogs.close();
      await watched.close();
    },
  };
}

async function start({ deps, clusterId, clusterName, client }: Carrying, launch: Launch): Promise<void> {
  const { workspaceId, flavour } = launch;
  const site = await findJobSite(deps, clusterId, { workspaceId, flavour });
  if (!site) throw new LaunchRefused(`The workspace has no namespace for jobs on "${clusterName}". Ask whoever runs the platform for one.`);
  const { namespace, localQueue, counted, flavours, priorityClasses, settings } = site;
  await startAttempt(client, launch, { namespace, queue: localQueue, counted, flavours, priorityClasses, settings });
}

async function findJob({ deps, clusterId, client }: Carrying, name: string): Promise<AttemptObjects["job"]> {
  for (const namespace of await namespacesOf({ deps, clusterId }, name)) {
    const job = await client.find(resources.jobs, { name, namespace });
    if (job) return keepJob(job);
  }
  return undefined;
}

/** Namespaces in which an attempt may be. */
async function namespacesOf({ deps, clusterId }: Pick<Carrying, "deps" | "clusterId">, name: string): Promise<readonly string[]> {
  const of = attemptOfName(name);
  return of ? listJobNamespaces(deps, clusterId, of.workspaceId) : [];
}

/** Pods that are not made have nothing that says why, but for events of their Job. */
async function eventsOf(client: Client, { job, pods }: Omit<AttemptObjects, "events">): Promise<AttemptObjects["events"]> {
  if (!job || job.spec?.suspend === true || pods.length >= (job.spec?.completions ?? 1)) return [];
  const { namespace, name } = job.metadata;
  const page = await client.list(resources.events, { namespace, fieldSelector: `involvedObject.name=${name},reason=FailedCreate` });
  return page === "absent" ? [] : page.items.map(keepEvent);
}

/** Its pods look as if they ran for as long as nobody says otherwise: only their nodes tell that nobody may. */
async function withTrouble({ deps, clusterId }: Carrying, seen: Extract<Observation, { state: "running" }>): Promise<Observation> {
  const trouble = await findNodeTrouble(deps, clusterId, seen.nodes);
  return trouble === null ? seen : { ...seen, trouble };
}

/** Completes what the attempt's own objects say by what the whole cluster does. */
async function withWait({ deps, clusterId }: Carrying, { name, seen, workload }: Waiting): Promise<Observation> {
  const of = attemptOfName(name);
  if (seen.state !== "waiting" || seen.isAdmitted || !workload || !of) return seen;
  const wait = await findWait(deps, clusterId, { workspaceId: of.workspaceId, name });
  const reserved = conditionOf(workload.status?.conditions, "QuotaReserved");
  const scheduler: WaitingNote["scheduler"] =
    reserved && wait?.clusterQueue
      ? {
          clusterQueue: wait.clusterQueue,
          strategy: wait.strategy ?? "",
          condition: `QuotaReserved=${reserved.status}`,
          message: reserved.message ?? "",
          at: new Date(reserved.lastTransitionTime ?? 0).toISOString(),
        }
      : null;
  return { ...seen, reason: wait?.why ?? seen.reason, scheduler, rankedAt: rankOf(workload).toISOString() };
}

interface Waiting {
  readonly name: string;
  readonly seen: Observation;
  readonly workload: WorkloadObject | undefined;
}

/**
 * Deleting the Job tells its pods to end, with their own grace: that of the command, and what the launcher needs after it for the last
 * checkpoint and the end of the log. It stays until they have. Whoever is still there then is cut off.
 */
async function stop({ client, deps }: Carrying, { job, pods }: AttemptObjects, { graceSeconds }: Stop): Promise<void> {
  if (!job) return;
  const { namespace, name, deletionTimestamp } = job.metadata;
  if (deletionTimestamp === undefined) await client.delete(resources.jobs, { name, namespace }, { propagation: "Foreground" });
  if (graceSeconds > 0) return;
  for (const pod of pods.filter((one) => !isOver(one) && isOverdue(one, deps.now()))) {
    await client.delete(resources.pods, { name: pod.metadata.name, namespace }, { gracePeriodSeconds: 1 });
  }
}

/** A pod that is deleted says until when it may take to end. */
const isOverdue = ({ metadata }: AttemptObjects["pods"][number], now: Date): boolean =>
  metadata.deletionTimestamp !== undefined && new Date(metadata.deletionTimestamp) < now;

/** Also of what is in a namespace that the workspace has no more. */
async function remove(carrying: Carrying, name: string, seenIn: string | undefined): Promise<void> {
  const { client } = carrying;
  const namespaces = new Set([...(seenIn === undefined ? [] : [seenIn]), ...(await namespacesOf(carrying, name))]);
  for (const namespace of namespaces) {
    for (const resource of [resources.jobs, resources.secrets, resources.configMaps, resources.services]) {
      await client.delete(resource, { name, namespace });
    }
  }
}
