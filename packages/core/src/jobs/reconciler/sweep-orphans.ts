import { type Deps, recordAct } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { configurationOf } from "../configuration.ts";
import { type AttemptName, attemptOfName, type Executor, ExecutorUnreachable } from "../executors/executor.ts";
import { type AttemptKey, selectAttempts } from "../store/unfinished.ts";

/** What is there without an attempt that wants it is left alone for so long: somebody may look at it, or restore the database. */
const graceMs = 600_000;

interface Orphan {
  readonly name: AttemptName;
  readonly of: AttemptKey;
  /** Whether the attempt is known and has ended: then its remains are removed at once. */
  readonly isRemains: boolean;
}

/** Since when this process has seen what nobody wants, by the name of the executor and its own. */
export type OrphanLog = Map<string, number>;

/** Removes from every executor what carries no unfinished attempt. Each is told of in the audit log of its workspace. */
export async function sweepOrphans(deps: Deps, seen: OrphanLog): Promise<void> {
  const found = new Set<string>();
  for (const { label, executor } of await executorsOf(deps)) {
    const orphans = await findOrphans(deps, executor).catch((error: unknown) => {
      if (error instanceof ExecutorUnreachable) return [];
      throw error;
    });
    for (const orphan of orphans) {
      const key = `${label} ${orphan.name}`;
      found.add(key);
      await consider(deps, executor, { orphan, since: seen.get(key) ?? deps.now().getTime() });
      seen.set(key, seen.get(key) ?? deps.now().getTime());
    }
  }
  for (const key of seen.keys()) if (!found.has(key)) seen.delete(key);
}

async function executorsOf(deps: Deps): Promise<{ label: string; executor: Executor }[]> {
  const { local, listClusters, ofCluster } = configurationOf(deps);
  const executors = local ? [{ label: "local", executor: local.executor }] : [];
  for (const clusterId of (await listClusters?.()) ?? []) {
    // One that does not answer has no orphans that could be seen.
    const executor = await ofCluster?.(clusterId).catch(() => undefined);
    if (executor) executors.push({ label: clusterId, executor });
  }
  return executors;
}

async function findOrphans(deps: Deps, executor: Executor): Promise<Orphan[]> {
  const named = (await executor.list()).flatMap((name) => {
    const of = attemptOfName(name);
    return of ? [{ name, of }] : [];
  });
  if (named.length === 0) return [];
  const known = await deps.db.transaction({ role: "system" }, (tx) =>
    selectAttempts(
      tx,
      named.map(({ of }) => of),
    ),
  );
  const phases = new Map(known.map(({ job_id, number, phase }) => [`${job_id}/${number}`, phase]));
  return named.flatMap(({ name, of }) => {
    const phase = phases.get(`${of.jobId}/${of.attempt}`);
    return phase === undefined || phase === "ended" ? [{ name, of, isRemains: phase === "ended" }] : [];
  });
}

async function consider(deps: Deps, executor: Executor, { orphan, since }: { orphan: Orphan; since: number }): Promise<void> {
  const { name, of, isRemains } = orphan;
  if (!isRemains && deps.now().getTime() - since < graceMs) {
    deps.logger.warn({ attempt: name, executor: executor.kind }, "something runs that no job wants; it is removed unless a job claims it");
    return;
  }
  try {
    await executor.remove(name);
  } catch (error) {
    if (error instanceof ExecutorUnreachable) return;
    throw error;
  }
  deps.logger.info({ attempt: name, executor: executor.kind, isRemains }, "what no job wants was removed");
  if (!isRemains) await tell(deps, executor, { name, of });
}

/** A workspace that is not there has no audit log. */
async function tell(deps: Deps, executor: Executor, { name, of }: { name: AttemptName; of: AttemptKey }): Promise<void> {
  await systemContext(deps, of.workspaceId, async (ctx) => {
    if (ctx.workspace?.name === "") return;
    recordAct(ctx.tx, ctx, {
      audit: {
        action: "jobs.orphan.remove",
        outcome: "done",
        subject: { kind: "job", id: of.jobId },
        after: { name, executor: executor.kind, attempt: of.attempt, reason: "nothing in the database wants it" },
      },
      changes: [],
      now: ctx.now,
    });
  });
}
