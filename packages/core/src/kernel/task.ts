import type { Tx } from "@plumbline/db";
import { currentTraceparent } from "@plumbline/tracing";
import type { z } from "zod";
import type { Deps, TaskRequest } from "./context.ts";
import { uuidv7 } from "./uuid.ts";

/** What a task's handler runs with. `signal` aborts at the time limit and when the worker stops. */
export interface TaskContext {
  readonly deps: Deps;
  readonly taskId: string;
  readonly workspaceId: number | null;
  readonly signal: AbortSignal;
}

/** A handler may run again after a crash: it must be idempotent. */
export type TaskHandler<P> = (context: TaskContext, payload: P) => Promise<void>;

/** Background work of the platform itself. The handler is imported when first needed. */
export interface TaskDefinition<S extends z.ZodType = z.ZodType> {
  readonly name: `${string}.${string}`;
  readonly payload: S;
  readonly attempts: number;
  readonly timeoutMs: number;
  /** Runs by itself, so often; a run that is still waiting is not doubled. */
  readonly everyMs?: number;
  readonly handler: () => Promise<TaskHandler<z.output<S>>>;
}

/** Declares a task and keeps the type of its payload. */
export const defineTask = <S extends z.ZodType>(definition: TaskDefinition<S>): TaskDefinition<S> => definition;

/** A request for a task; the payload is checked here, where the mistake is made. */
export function requestTask<S extends z.ZodType>(definition: TaskDefinition<S>, payload: z.input<S>, dedupeKey?: string): TaskRequest {
  const parsed = definition.payload.parse(payload);
  return { name: definition.name, payload: parsed, maxAttempts: definition.attempts, ...(dedupeKey === undefined ? {} : { dedupeKey }) };
}

/** Writes the rows; the ids go to the queue after commit. */
export async function insertTasks(tx: Tx, workspaceId: number | null, requests: readonly TaskRequest[]): Promise<string[]> {
  const ids: string[] = [];
  const traceParent = currentTraceparent() ?? null;
  for (const request of requests) {
    const id = uuidv7();
    const written = await tx.execute(
      `INSERT INTO task (id, workspace_id, name, payload, max_attempts, dedupe_key, trace_parent) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (dedupe_key) DO NOTHING`,
      [id, workspaceId, request.name, JSON.stringify(request.payload), request.maxAttempts, request.dedupeKey ?? null, traceParent],
    );
    if (written > 0) ids.push(id);
  }
  return ids;
}
