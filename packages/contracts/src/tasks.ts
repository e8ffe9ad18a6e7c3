import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Instant, PageQuery, pageOf } from "./page.ts";

/** `queued`: waits for its first attempt, or after a failed one for the next. `failed`: none follows, unless it is retried. */
export const TaskState = z.enum(["queued", "running", "failed"]);
export type TaskState = z.infer<typeof TaskState>;

/** Work that the platform does by itself, as long as it is not done. */
export const Task = z.object({
  id: z.uuid(),
  /** `noun.what`. */
  name: z.string(),
  state: TaskState,
  attempts: z.int(),
  maxAttempts: z.int(),
  /** Why the last attempt failed. */
  failure: z.string().nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type Task = z.infer<typeof Task>;

const TaskQuery = PageQuery.extend({ state: TaskState.optional() });
const TaskRef = z.object({ taskId: z.uuid() });

export const listTasks = operation({
  id: "tasks.listTasks",
  method: "GET",
  path: "/tasks",
  summary: "Lists the workspace's background work that waits, runs, or failed for good in the last seven days, newest first.",
  query: TaskQuery,
  response: pageOf(Task),
  permission: "task:read",
  audit: reading,
});

export const retryTask = operation({
  id: "tasks.retryTask",
  method: "POST",
  path: "/tasks/:taskId/retry",
  summary: "Begins a task that failed for good anew, with all its attempts.",
  params: TaskRef,
  response: Task,
  permission: "workspace:manage",
  audit: "tasks.task.retry",
});

export const listPlatformTasks = operation({
  id: "tasks.listPlatformTasks",
  method: "GET",
  path: "/platform/tasks",
  summary: "Lists the background work of no workspace that waits, runs, or failed for good in the last seven days, newest first.",
  query: TaskQuery,
  response: pageOf(Task),
  permission: "platform:tasks",
  audit: reading,
});

export const retryPlatformTask = operation({
  id: "tasks.retryPlatformTask",
  method: "POST",
  path: "/platform/tasks/:taskId/retry",
  summary: "Begins a task of no workspace that failed for good anew, with all its attempts.",
  params: TaskRef,
  response: Task,
  permission: "platform:tasks",
  audit: "tasks.platform-task.retry",
});

export const taskOperations = [listTasks, retryTask, listPlatformTasks, retryPlatformTask] as const;
