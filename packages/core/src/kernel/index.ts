export { AppError, notFound } from "./app-error.ts";
export { type Actor, type Caller, type Ctx, type Deps, systemActor, type TaskRequest, workspaceOf } from "./context.ts";
export { decodeCursor, encodeCursor } from "./cursor.ts";
export { pause, standForElection } from "./election.ts";
export { keyId, openSecret, rewrapSecret, type SecretKeys, type SecretPlace, sealSecret } from "./envelope.ts";
export { createGroupCommit, type GroupCommitOptions, type Settled } from "./group-commit.ts";
export { pruneKernel } from "./housekeeping.ts";
export { type IdempotentRequest, remember, replay } from "./idempotency.ts";
export { parseInput } from "./parse-input.ts";
export { type Act, type AuditRecord, type ChangeRecord, recordAct, recordActs, recordChanges, type Subject } from "./record.ts";
export { type Bindings, createBindings } from "./search/bindings.ts";
export { compareFloat, compareInteger, compareText, comparisonsOf, predicate } from "./search/predicate.ts";
export { readFilter, readOrderBy } from "./search/read-search.ts";
export { searchRefusal } from "./search/search-refusal.ts";
export {
  afterPosition,
  floatTerms,
  missingIntegerTerms,
  missingTextTerms,
  orderClause,
  positionOf,
  type SortTerm,
  sortColumns,
  textTerm,
} from "./search/sort.ts";
export { defineTask, insertTasks, requestTask, type TaskContext, type TaskDefinition, type TaskHandler } from "./task.ts";
export { carryTasks, type Delivery, reconcileTasks, runTask, scheduleRecurring } from "./task-runtime.ts";
export { uuidv7 } from "./uuid.ts";
export { actsOf, authorize, command, ingest, type Outcome, query, type Submission, transact, translate, type Verb } from "./verb.ts";
