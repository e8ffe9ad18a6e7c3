export { byteaArray, float8Array, int4Array, int8Array } from "./binary-array.ts";
export { type Database, type DatabaseOptions, openDatabase } from "./database.ts";
export { classifyDatabaseError, type DatabaseFailure, violatedConstraint } from "./failure.ts";
export type { SessionLock } from "./session-lock.ts";
export { type Scope, type Statement, statement, type Tx } from "./transaction.ts";
