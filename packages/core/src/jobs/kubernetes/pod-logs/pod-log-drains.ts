import type { Cluster as Client } from "@plumbline/kube";
import type { PodObject } from "../../../clusters/index.ts";
import type { Deps } from "../../../kernel/index.ts";
import { openSecrets } from "../../../secrets/index.ts";
import { systemContext } from "../../../workspaces/index.ts";
import { type AttemptName, attemptOfName, type Launch } from "../../executors/executor.ts";
import { findJob } from "../../store/jobs.ts";
import { podLogLabel } from "../manifests/labels.ts";
import type { WatchedAttempts } from "../watched-attempts.ts";
import { drainPod } from "./drain-pod.ts";

interface Given {
  readonly deps: Deps;
  readonly client: Client;
  readonly watched: WatchedAttempts;
}

/** Logs of commands without the launcher, by what the cluster has recorded of their pods. */
export interface PodLogDrains {
  /** What the attempt's log must not show. */
  readonly know: (launch: Launch) => void;
  readonly drain: (name: AttemptName) => Promise<void>;
  readonly forget: (name: AttemptName) => void;
  readonly close: () => Promise<void>;
}

const everyMs = 2000;
const isSpoken = (pod: PodObject): boolean => pod.metadata.labels?.[podLogLabel] === "pod";

export function openPodLogDrains({ deps, client, watched }: Given): PodLogDrains {
  const secrets = new Map<AttemptName, readonly string[]>();
  const last = new Map<AttemptName, Promise<void>>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  async function drainNow(name: AttemptName): Promise<void> {
    const of = attemptOfName(name);
    const pods = (await watched.find(name)).pods.filter(isSpoken);
    if (!of || pods.length === 0) return;
    const values = secrets.get(name) ?? (await readSecrets(deps, of).catch((error: unknown) => complain(name, error)));
    if (!values) return;
    secrets.set(name, values);
    for (const pod of pods) await drainPod({ deps, client, of, secrets: values }, pod);
  }

  /** Without what is to be masked nothing is shown; the attempt ends all the same. */
  function complain(name: AttemptName, error: unknown): undefined {
    deps.logger.warn({ err: error, attempt: name }, "a log is not shown: the secrets that it must not show cannot be opened");
  }

  /** One after the other for each attempt. */
  function drain(name: AttemptName): Promise<void> {
    const work = () => drainNow(name);
    const drained = (last.get(name) ?? Promise.resolve()).then(work, work);
    const forget = (): void => {
      if (last.get(name) === settled) last.delete(name);
    };
    const settled: Promise<void> = drained.then(forget, forget);
    last.set(name, settled);
    return drained;
  }

  async function look(): Promise<void> {
    for (const name of await watched.list()) {
      if (!closing.signal.aborted && (await watched.find(name)).pods.some(isSpoken)) await drain(name);
    }
  }
  const again = (): void => {
    if (closing.signal.aborted) return;
    timer = setTimeout(() => {
      // A cluster that does not answer is told of elsewhere.
      looking = look()
        .catch((error: unknown) => deps.logger.debug({ err: error }, "pods' logs could not be read; trying again"))
        .finally(again);
    }, everyMs);
  };
  again();
  return {
    know: ({ name, secrets: values }) => void secrets.set(name, Object.values(values)),
    drain,
    forget: (name) => void secrets.delete(name),
    async close() {
      closing.abort();
      clearTimeout(timer);
      await looking;
    },
  };
}

/** After a restart: they are nowhere but in the workspace. */
const readSecrets = (deps: Deps, { workspaceId, jobId, attempt }: NonNullable<ReturnType<typeof attemptOfName>>): Promise<string[]> =>
  systemContext(deps, workspaceId, async (ctx) => {
    const row = await findJob(ctx.tx, workspaceId, jobId);
    return row ? Object.values(await openSecrets(ctx, { jobId, attempt, names: Object.values(row.spec.secrets) })) : [];
  });
