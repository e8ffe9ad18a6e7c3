import type { Task } from "@plumbline/contracts/tasks";
import type { TaskRow } from "./store.ts";

/** A task as people see it. What it works on stays inside: its payload may name anything. */
export function taskOf(row: TaskRow): Task {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    attempts: row.attempt,
    maxAttempts: row.max_attempts,
    failure: row.error,
    createdAt: row.created_at.toISOString(),
    startedAt: row.claimed_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
