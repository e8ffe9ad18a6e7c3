import { type Cluster as Client, type KubeObject, type Resource, resources, type WatchState } from "@plumbline/kube";
import { ExecutorUnreachable } from "../executors/executor.ts";
import { createIndex } from "./attempt-index.ts";
import { attemptOf, attemptOfWorkload, keepJob, keepPod, keepWorkload } from "./kept-objects.ts";
import { attemptLabel, managedBy } from "./manifests/labels.ts";
import type { AttemptObjects } from "./observation/objects-of-attempt.ts";

/** Everything of attempts that a cluster has, kept up to date. */
export interface WatchedAttempts {
  /** Throws ExecutorUnreachable while what is known may be old. */
  readonly find: (name: string) => Promise<Omit<AttemptObjects, "events">>;
  readonly list: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const resyncMs = 10 * 60_000;
/** So long a first list is waited for. */
const patienceMs = 10_000;
const labelSelector = `app.kubernetes.io/managed-by=${managedBy["app.kubernetes.io/managed-by"]},${attemptLabel}`;

export function watchAttempts(client: Client, onChange: (name: string) => void): WatchedAttempts {
  const closing = new AbortController();
  const states = new Map<string, WatchState>();
  const first: Promise<void>[] = [];
  const running: Promise<void>[] = [];

  function follow<T extends KubeObject, P>(resource: Resource<T>, { project, of, selector }: Following<T, P>) {
    const index = createIndex<P>(of, onChange);
    const known = Promise.withResolvers<void>();
    first.push(known.promise);
    running.push(
      client.watch(
        resource,
        {
          project,
          resyncMs,
          labelSelector: selector,
          onSnapshot: (objects) => {
            index.replace(objects);
            known.resolve();
          },
          onChange: index.take,
          onState: (state) => {
            states.set(resource.kind, state);
            // Where there is no Kueue, there are no Workloads to wait for.
            if (state.kind === "absent") known.resolve();
          },
        },
        closing.signal,
      ),
    );
    return index;
  }

  const jobs = follow(resources.jobs, { project: keepJob, of: attemptOf, selector: labelSelector });
  const pods = follow(resources.pods, { project: keepPod, of: attemptOf, selector: labelSelector });
  const workloads = follow(resources.workloads, { project: keepWorkload, of: attemptOfWorkload });

  async function ready(): Promise<void> {
    const timer = Promise.withResolvers<"late">();
    const clock = setTimeout(() => timer.resolve("late"), patienceMs);
    const won = await Promise.race([Promise.all(first), timer.promise]);
    clearTimeout(clock);
    const old = [...states.values()].find((state) => state.kind === "stale" || state.kind === "connecting");
    if (won === "late" || old)
      throw new ExecutorUnreachable(old && "problem" in old && old.problem ? old.problem.message : "The cluster does not answer.");
  }

  return {
    async find(name) {
      await ready();
      return { job: jobs.of(name)[0], pods: pods.of(name), workload: workloads.of(name)[0] ?? undefined };
    },
    async list() {
      await ready();
      return jobs.attempts();
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

interface Following<T, P> {
  readonly project: (object: T) => P;
  readonly of: (object: P) => string;
  readonly selector?: string;
}
