import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createServiceAccount } from "../../access/index.ts";
import { ensureLocalPools } from "../../quotas/index.ts";
import { cancelJob } from "../change-wish.ts";
import { configureJobs } from "../configuration.ts";
import { attemptName, type Executor, ExecutorUnreachable, type Launch, type Observation } from "../executors/executor.ts";
import { getJob } from "../get-job.ts";
import { submitJob } from "../submit-job.ts";
import { openLaunchLanes } from "./launch-lanes.ts";
import { listUnfinished, reconcile } from "./reconcile.ts";
import { sweepOrphans } from "./sweep-orphans.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
/** What an executor has, and what was asked of it. */
let there: Map<string, Observation>;
let asked: string[];
let launches: Launch[];
/** Jobs whose attempts the executor has been asked to start. */
let begun: string[];
let isAnswering: boolean;
/** What the executor waits for before it starts anything. */
let gate: PromiseWithResolvers<void>;

const running: Observation = { state: "running", startedAt: new Date(), nodes: ["n1"] };
const succeeded: Observation = { state: "ended", outcome: "succeeded", exitCode: 0, reason: "", nodes: ["n1"], endedAt: new Date() };

function answer<T>(what: string, value: T): T {
  if (!isAnswering) throw new ExecutorUnreachable("it does not answer");
  asked.push(what);
  return value;
}

/** An executor that is a map. */
const executor: Executor = {
  kind: "local",
  start: async (launch) => {
    begun.push(launch.jobId);
    await gate.promise;
    launches.push(answer("start", launch));
    there.set(launch.name, running);
  },
  observe: async (name) => answer("observe", there.get(name) ?? { state: "absent" }),
  stop: async (name) => answer("stop", void there.set(name, { ...succeeded, outcome: "stopped" } as Observation)),
  remove: async (name) => answer("remove", void there.delete(name)),
  list: async () => answer("list", [...there.keys()]),
};

beforeAll(async () => {
  env = await openTestEnvironment();
  await ensureLocalPools(env.deps, { cores: 2000, gpus: 0 });
  configureJobs(env.deps, { internalUrl: "http://plumbline.test", local: { executor, machine: { cores: 2000, gpus: 0 } } });
});
afterAll(() => env.close());
beforeEach(async () => {
  workspace = await env.createWorkspace();
  [there, asked, launches, begun, isAnswering] = [new Map(), [], [], [], true];
  gate = Promise.withResolvers();
  gate.resolve();
});
afterEach(() => env.sql("UPDATE job SET ended_at = now(), state = 'failed' WHERE ended_at IS NULL"));

const signal = new AbortController().signal;
const look = async (jobIds?: readonly string[]) =>
  reconcile(env.deps, { jobIds: jobIds ?? (await listUnfinished(env.deps)), signal, onDue: () => undefined });

async function caller() {
  const admin = env.callerOf({ workspace });
  const { id, name } = await createServiceAccount(env.deps, admin, { name: crypto.randomUUID(), role: "contributor" });
  return { ...admin, actor: { ...admin.actor, kind: "service-account" as const, id, name } };
}

async function submit(spec: Partial<JobSpec> = {}): Promise<string> {
  return (await submitJob(env.deps, await caller(), { spec: { name: "train", command: ["true"], ...spec } })).id;
}
const find = (id: string) => getJob(env.deps, env.callerOf({ workspace }), { job: id });
const nameOf = (jobId: string, attempt = 1): string => attemptName({ workspaceId: workspace.id, jobId, attempt });

test("a look takes a job as far as it can go; the next one finds nothing to do", async () => {
  const id = await submit();
  await look();
  expect(await find(id)).toMatchObject({ state: "starting", attempts: 1 });
  await look();
  expect(await find(id)).toMatchObject({ state: "running" });
  const before = await env.sql("SELECT revision FROM job WHERE id = $1", [id]);
  await look();
  await look();
  expect(await env.sql("SELECT revision FROM job WHERE id = $1", [id])).toEqual(before);
  there.set(nameOf(id), succeeded);
  await look([id]);
  expect(await find(id)).toMatchObject({ state: "succeeded" });
  expect(there.size).toBe(0);
  expect(launches).toHaveLength(1);
});

test("two that look at once do each step once", async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => submit()));
  for (let round = 0; round < 4; round++) await Promise.all([look(), look(), look()]);
  const acts = await env.sql<{ action: string; count: string }>(
    "SELECT action, count(*) FROM audit_event WHERE subject_kind = 'job' AND subject_id = ANY($1) AND actor_kind = 'system' GROUP BY action ORDER BY action",
    [ids],
  );
  expect(acts.filter(({ action }) => action !== "jobs.attempt.launch")).toEqual([
    { action: "jobs.attempt.admit", count: "10" },
    { action: "jobs.attempt.run", count: "10" },
  ]);
  expect(await env.sql("SELECT count(*)::int FROM job_attempt WHERE job_id = ANY($1)", [ids])).toEqual([{ count: 10 }]);
  // A token that is not an attempt's any more was revoked when the next one was given.
  const live = await env.sql("SELECT job_id FROM token WHERE job_id = ANY($1) AND revoked_at IS NULL", [ids]);
  expect(live).toHaveLength(10);
});

test("launches take their time beside the looks; what is cancelled before its turn is not launched", async () => {
  gate = Promise.withResolvers();
  const changed: string[] = [];
  const lanes = openLaunchLanes(env.deps, { signal, onChanged: (jobId) => changed.push(jobId) });
  const lookBeside = async () =>
    reconcile(env.deps, { jobIds: await listUnfinished(env.deps), launches: lanes, signal, onDue: () => undefined });
  const ids: string[] = [];
  for (let index = 0; index < 10; index++) ids.push(await submit());
  await lookBeside();
  await lookBeside();
  expect(ids.every((id) => lanes.has(id))).toBe(true);
  await vi.waitUntil(() => begun.length === 8);
  const late = ids.find((id) => !begun.includes(id)) ?? "";
  await cancelJob(env.deps, env.callerOf({ workspace }), { job: late });
  await lookBeside();
  expect(await find(late)).toMatchObject({ state: "cancelled" });
  gate.resolve();
  await lanes.settled();
  expect(launches.map(({ jobId }) => jobId).sort()).toEqual(ids.filter((id) => id !== late).sort());
  expect(changed).toEqual([late]);
  await lookBeside();
  expect(await Promise.all(ids.map(async (id) => (await find(id)).state))).toEqual(
    ids.map((id) => (id === late ? "cancelled" : "running")),
  );
});

test("a launch that is refused is told of, and what waits for its turn at the end is not launched", async () => {
  const stop = new AbortController();
  const changed: string[] = [];
  const lanes = openLaunchLanes(env.deps, { signal: stop.signal, onChanged: (jobId) => changed.push(jobId) });
  const refused = await submit();
  const lookAt = (jobIds: string[]) => reconcile(env.deps, { jobIds, launches: lanes, signal, onDue: () => undefined });
  await env.sql("UPDATE service_account SET disabled_at = now() WHERE id::text = (SELECT submitted_by FROM job WHERE id = $1)", [refused]);
  await lookAt([refused]);
  await lanes.settled();
  expect(changed).toEqual([refused]);
  stop.abort();
  const late = await submit();
  await lookAt([late]);
  await lanes.settled();
  expect(launches).toEqual([]);
  expect(await find(late)).toMatchObject({ state: "starting" });
});

test("an executor that does not answer changes nothing but that it is told, until it does", async () => {
  const id = await submit();
  await look();
  await look();
  isAnswering = false;
  await cancelJob(env.deps, env.callerOf({ workspace }), { job: id });
  await look();
  await look();
  const lost = await find(id);
  expect(lost).toMatchObject({ state: "running", attemptList: [{ phase: "running" }] });
  expect(lost.unreachableSince).not.toBeNull();
  isAnswering = true;
  await look();
  await look();
  expect(await find(id)).toMatchObject({ state: "cancelled", unreachableSince: null });
});

test("what nobody wants is removed: remains of ended attempts at once, what is unknown after a while and with a trace", async () => {
  const id = await submit();
  await look();
  await look();
  const [foreign, remains, other] = [
    attemptName({ workspaceId: workspace.id, jobId: crypto.randomUUID(), attempt: 3 }),
    nameOf(id),
    "not-ours",
  ];
  there.set(foreign, running);
  there.set(other, running);
  const seen = new Map<string, number>();
  await sweepOrphans(env.deps, seen);
  expect([...there.keys()].sort()).toEqual([foreign, remains, other].sort());
  await env.sql("UPDATE job_attempt SET phase = 'ended' WHERE job_id = $1", [id]);
  await sweepOrphans(env.deps, seen);
  expect([...there.keys()].sort()).toEqual([foreign, other].sort());
  env.advance(601_000);
  await sweepOrphans(env.deps, seen);
  expect([...there.keys()]).toEqual([other]);
  const told = await env.sql("SELECT action FROM audit_event WHERE workspace_id = $1 AND action = 'jobs.orphan.remove'", [workspace.id]);
  expect(told).toHaveLength(1);
});

test("whoever submitted it and has left is why it does not start", async () => {
  const id = await submit();
  await env.sql("UPDATE service_account SET disabled_at = now() WHERE workspace_id = $1", [workspace.id]);
  await look();
  expect(await find(id)).toMatchObject({ state: "failed", attemptList: [{ outcome: "user-failure" }] });
  expect((await find(id)).reason).toContain("disabled");
});

test("two thousand jobs that wait cost a look a handful of statements", async () => {
  const submitter = await caller();
  const first = await submitJob(env.deps, submitter, { spec: { name: "train", command: ["true"], resources: { cpu: 1024 } } });
  await env.sql(
    `INSERT INTO job (id, workspace_id, number, name, kind, executor, pool_id, spec, resolved, nodes, cpu, memory_bytes, gpus, priority, time_limit_seconds,
       submitted_by, submitted_by_kind, submitted_at)
     SELECT gen_random_uuid(), workspace_id, number + n, name, kind, executor, pool_id, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
       time_limit_seconds, submitted_by, submitted_by_kind, submitted_at FROM job, generate_series(1, 2000) n WHERE id = $1`,
    [first.id],
  );
  await env.sql(
    `INSERT INTO job_attempt (workspace_id, job_id, number, nodes, queued_at) SELECT workspace_id, id, 1, '{}', submitted_at FROM job
     WHERE workspace_id = $1 AND id <> $2`,
    [workspace.id, first.id],
  );
  await env.sql(
    `INSERT INTO claim (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds, alike_key,
       queued_at, ranked_at)
     SELECT gen_random_uuid(), workspace_id, pool_id, 'job', id, 1, number, name, submitted_by, 1024, priority, 60, name, submitted_at, submitted_at
     FROM job WHERE workspace_id = $1 AND id <> $2`,
    [workspace.id, first.id],
  );
  await look();
  const transactions = vi.spyOn(env.deps.db, "transaction");
  await look();
  expect(transactions.mock.calls.length).toBeLessThan(20);
  transactions.mockRestore();
});
