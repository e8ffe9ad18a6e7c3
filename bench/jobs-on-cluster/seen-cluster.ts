import { cluster } from "../../e2e/kubernetes/test-cluster.ts";
import { attemptOfName } from "../../packages/core/src/jobs/executors/executor.ts";
import { type KubeObject, type Pod, type Resource, resources, type Workload } from "../../packages/kube/src/index.ts";

/** What the cluster itself says of jobs, and when it said so first (`performance.now()`). */
export interface SeenCluster {
  readonly admittedAt: ReadonlyMap<string, number>;
  readonly endedAt: ReadonlyMap<string, number>;
  readonly queued: ReadonlySet<string>;
  /** Uids of Jobs, by the name of the attempt that they carry. */
  readonly carriers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly podOf: (jobId: string) => KubeObject["metadata"] | undefined;
  readonly runningPods: () => readonly KubeObject["metadata"][];
  readonly stop: () => Promise<void>;
}

const resyncMs = 3_600_000;
const attemptLabel = "plumbline.io/attempt-name";
const jobOf = (name: string): string => attemptOfName(name)?.jobId ?? "";

export function watchCluster(): SeenCluster {
  const stop = new AbortController();
  const [admittedAt, endedAt] = [new Map<string, number>(), new Map<string, number>()];
  const queued = new Set<string>();
  const carriers = new Map<string, Set<string>>();
  const pods = new Map<string, { metadata: KubeObject["metadata"]; phase: string }>();
  const once = (into: Map<string, number>, job: string) => into.has(job) || into.set(job, performance.now());

  const takeWorkload = ({ metadata, status }: Workload) => {
    const job = jobOf(metadata.ownerReferences?.[0]?.name ?? "");
    queued.add(job);
    if (status?.conditions?.some(({ type, status: is }) => type === "Admitted" && is === "True")) once(admittedAt, job);
  };
  const takePod = ({ metadata, status }: Pod) => {
    const job = jobOf(metadata.labels?.[attemptLabel] ?? "");
    pods.set(job, { metadata, phase: status?.phase ?? "" });
    if (status?.phase === "Succeeded" || status?.phase === "Failed") once(endedAt, job);
  };
  const takeJob = ({ metadata: { name, uid } }: KubeObject) => carriers.set(name, (carriers.get(name) ?? new Set()).add(uid));

  const follow = <T extends KubeObject>(resource: Resource<T>, take: (object: T) => void) =>
    cluster.watch(
      resource,
      {
        // Each object is looked at as it comes, and not kept.
        project: (object: T) => take(object),
        resyncMs,
        onSnapshot: () => undefined,
        onChange: () => undefined,
        onState: () => undefined,
      },
      stop.signal,
    );
  const running = [follow(resources.workloads, takeWorkload), follow(resources.pods, takePod), follow(resources.jobs, takeJob)];
  return {
    ...{ admittedAt, endedAt, queued, carriers },
    podOf: (jobId) => pods.get(jobId)?.metadata,
    runningPods: () => [...pods.values()].flatMap(({ metadata, phase }) => (phase === "Running" ? [metadata] : [])),
    async stop() {
      stop.abort();
      await Promise.allSettled(running);
    },
  };
}

/** Lets what a simulated pod runs come to its end. */
export const finishPod = ({ name, namespace }: KubeObject["metadata"]): Promise<unknown> =>
  cluster.patch(resources.pods, { name, namespace }, { fields: { metadata: { annotations: { "plumbline.test/run": "0s" } } } });
