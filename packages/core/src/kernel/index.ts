export { AppError, notFound } from "./app-error.ts";
export { type Actor, type Caller, type Ctx, type Deps, systemActor, workspaceOf } from "./context.ts";
export { decodeCursor, encodeCursor } from "./cursor.ts";
export { createGroupCommit, type GroupCommitOptions, type Settled } from "./group-commit.ts";
export { parseInput } from "./parse-input.ts";
export { type AuditRecord, type ChangeRecord, recordAct, recordChanges, type Subject } from "./record.ts";
export { defineTask, insertTasks, requestTask, type TaskContext, type TaskDefinition, type TaskHandler, type TaskRequest } from "./task.ts";
export { uuidv7 } from "./uuid.ts";
export { authorize, type CallOptions, command, type Outcome, query, translate, type Verb } from "./verb.ts";
