import type { TaskQueue } from "@plumbline/queue";
import { type SpanOptions, traced } from "@plumbline/tracing";
import type { Logger } from "pino";
import type { Deps } from "./context.ts";
import { recordChanges } from "./record.ts";
import { insertTasks, requestTask, type TaskDefinition } from "./task.ts";
import { describeFailure } from "./task-failure.ts";
import * as store from "./task-store.ts";

/** What became of a delivery, for the queue. */
export type Delivery = "finished" | "dropped" | "retry";

const heartbeatMs = 10_000;
/** A running task that has shown no sign of life for so long is taken from its worker. */
const staleMs = 45_000;
const reconcileBatch = 500;
const system = { role: "system" } as const;

/**
 * Runs one delivered task: a compare-and-set on its row claims it, so that a second delivery does nothing; heartbeats
 * keep it; the row says how it ended.
 */
export async function runTask(deps: Deps, definitions: ReadonlyMap<string, TaskDefinition>, taskId: string): Promise<Delivery> {
  const row = await deps.db.transaction(system, (tx) => store.claim(tx, taskId));
  if (!row) return "dropped";
  const task = { ...row, id: taskId };
  const definition = definitions.get(row.name);
  if (!definition) {
    deps.logger.warn({ task: row.name, taskId }, "a task of an unknown name was dropped");
    await settle(deps, task, { state: "failed", error: "This version of the platform knows no such task." });
    return "dropped";
  }
  const payload = definition.payload.safeParse(row.payload);
  if (!payload.success) {
    await settle(deps, task, { state: "failed", error: "It was written by another version of the platform, and does not fit this one." });
    return "dropped";
  }
  return traced(`task ${row.name}`, spanOf(task), async (span) => {
    const delivery = await attempt(deps, { task, definition, payload: payload.data });
    span?.set({ "plumbline.task.delivery": delivery });
    return delivery;
  });
}

const spanOf = ({ id, attempt: number, trace_parent: parent }: RunningTask): SpanOptions => ({
  kind: "consumer",
  parent: parent ?? undefined,
  attributes: { "plumbline.task.id": id, "plumbline.task.attempt": number },
});

type RunningTask = store.ClaimedTask & { readonly id: string };

interface Attempt {
  readonly task: RunningTask;
  readonly definition: TaskDefinition;
  readonly payload: unknown;
}

async function attempt(deps: Deps, { task, definition, payload }: Attempt): Promise<Delivery> {
  const { id: taskId, name, workspace_id: workspaceId } = task;
  const beat = setInterval(() => void deps.db.transaction(system, (tx) => store.heartbeat(tx, taskId)).catch(() => undefined), heartbeatMs);
  try {
    const handler = await definition.handler();
    await handler({ deps, taskId, workspaceId, signal: AbortSignal.timeout(definition.timeoutMs) }, payload);
    await settle(deps, task, { state: "succeeded" });
    return "finished";
  } catch (error) {
    const isLast = task.attempt >= task.max_attempts;
    deps.logger.error({ err: error, task: name, taskId, attempt: task.attempt, isLast }, "a task failed");
    await settle(deps, task, { state: isLast ? "failed" : "queued", error: describeFailure(error, definition.timeoutMs) });
    return isLast ? "finished" : "retry";
  } finally {
    clearInterval(beat);
  }
}

interface Ending {
  readonly state: "succeeded" | "failed" | "queued";
  readonly error?: string;
}

/** Tasks that go well tell nobody: some run all the time. One that failed before is watched by somebody. */
async function settle(deps: Deps, task: RunningTask, end: Ending): Promise<void> {
  const { id, workspace_id: workspaceId } = task;
  const isTold = workspaceId !== null && (end.error !== undefined || task.error !== null);
  await deps.db.transaction(system, async (tx) => {
    await store.finish(tx, id, end);
    if (isTold) recordChanges(tx, workspaceId, [{ topic: "task", subject: id, kind: end.state }]);
  });
  if (isTold) deps.onChange();
}

/**
 * What `Deps.onTasks` does where there is a queue. A queue that does not answer delays its tasks and nothing else: their
 * rows are committed, and `reconcileTasks` gives them out again.
 */
export const carryTasks =
  (queue: Pick<TaskQueue, "enqueue">, logger: Logger): Deps["onTasks"] =>
  (taskIds) =>
    queue
      .enqueue(taskIds)
      .catch((error: unknown) =>
        logger.warn({ err: error, tasks: taskIds.length }, "the queue did not take tasks; they are given out later"),
      );

/** Finds tasks that the queue lost or whose worker died, and gives their ids out again. */
export async function reconcileTasks(deps: Deps): Promise<void> {
  const lost = await deps.db.transaction(system, (tx) => store.takeLost(tx, { staleMs, limit: reconcileBatch }));
  if (lost.length > 0) await deps.onTasks(lost);
}

/** Writes the rows of recurring tasks that are due; the slot in the key lets one of many workers win. */
export async function scheduleRecurring(deps: Deps, definitions: Iterable<TaskDefinition>): Promise<void> {
  const now = deps.now().getTime();
  const due = [...definitions].flatMap((definition) => {
    if (definition.everyMs === undefined) return [];
    return [requestTask(definition, {}, `every:${definition.name}:${Math.floor(now / definition.everyMs)}`)];
  });
  const ids = await deps.db.transaction(system, (tx) => insertTasks(tx, null, due));
  if (ids.length > 0) await deps.onTasks(ids);
}
