import type { CallInput, Input, Operation, Output } from "@plumbline/contracts/operation";
import { isPlatformPermission, isWorkspacePermission } from "@plumbline/contracts/permissions";
import { classifyDatabaseError, type Scope, type Tx } from "@plumbline/db";
import { traced } from "@plumbline/tracing";
import { AppError } from "./app-error.ts";
import { type Caller, type Ctx, type Deps, type TaskRequest, workspaceOf } from "./context.ts";
import { type IdempotentRequest, remember, replay } from "./idempotency.ts";
import { parseInput } from "./parse-input.ts";
import { type Act, type ChangeRecord, recordActs, type Subject } from "./record.ts";
import { recordRefusal } from "./refusal.ts";
import { insertTasks } from "./task.ts";

/** What a command did. `before` and `after` go into the audit event; keep secrets out of them. */
export interface Outcome<R> {
  readonly result: R;
  readonly subject: Subject;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly note?: string;
  /** Rows of the change feed; one for the subject when left out. */
  readonly changes?: readonly ChangeRecord[];
  readonly tasks?: readonly TaskRequest[];
  /** Tasks whose rows the command put back: given out after it. */
  readonly taskIds?: readonly string[];
}

/** An operation with its implementation. Calling it checks permission, input and tenancy. */
export interface Verb<O extends Operation> {
  (deps: Deps, caller: Caller, input: CallInput<O>): Promise<Output<O>>;
  readonly operation: O;
}

/** A verb that writes: one transaction holds its rows, the audit event and the change rows; tasks are enqueued after it. */
export function command<O extends Operation>(operation: O, run: (ctx: Ctx, input: Input<O>) => Promise<Outcome<Output<O>>>): Verb<O> {
  return asVerb(operation, async (deps, caller, raw) => {
    await authorize(deps, caller, operation);
    const input = parseInput(operation, raw);
    const request = idempotentRequest(operation, caller, input);
    const { outcome, taskIds } = await inTransaction({ deps, caller, operation }, async (ctx) => {
      const earlier = request && (await replay<Output<O>>(ctx.tx, request));
      if (earlier) return { outcome: { result: earlier.response }, taskIds: [] };
      const done = await run(ctx, input);
      recordActs(ctx.tx, actsOf(operation, { caller: ctx, outcome: done, now: ctx.now }));
      if (request) await remember(ctx.tx, request, { response: done.result, now: ctx.now });
      const made = await insertTasks(ctx.tx, ctx.workspace?.id ?? null, [...(done.tasks ?? []), ...(ctx.later ?? [])]);
      return { outcome: done, taskIds: [...made, ...(done.taskIds ?? [])] };
    });
    deps.onChange();
    if (taskIds.length > 0) await deps.onTasks(taskIds);
    return outcome.result;
  });
}

/** A write that waits for a transaction which it shares with others of its workspace. */
export interface Submission<O extends Operation> {
  readonly deps: Deps;
  readonly caller: Caller;
  readonly input: Input<O>;
  /** Set where the request may be sent again: the lane answers what it answered before, and remembers its answer. */
  readonly request: IdempotentRequest | undefined;
}

/**
 * A verb for hot writes: concurrent calls of a workspace share transactions. `submit` hands the write to a group commit,
 * which writes what `actsOf` says in the same transaction, and resolves once that is committed.
 */
export function ingest<O extends Operation>(operation: O, submit: (submission: Submission<O>) => Promise<Output<O>>): Verb<O> {
  return asVerb(operation, async (deps, caller, raw) => {
    await authorize(deps, caller, operation);
    const input = parseInput(operation, raw);
    const request = idempotentRequest(operation, caller, input);
    return submit({ deps, caller, input, request }).catch((error: unknown) => Promise.reject(translate(error)));
  });
}

/** A verb that only reads. */
export function query<O extends Operation>(
  operation: O,
  run: (ctx: Ctx, input: Input<O>) => Promise<Output<O>>,
  plans: Pick<Scope, "byIndex"> = {},
): Verb<O> {
  return asVerb(operation, async (deps, caller, raw) => {
    await authorize(deps, caller, operation);
    const input = parseInput(operation, raw);
    return inTransaction({ deps, caller, operation, plans }, (ctx) => run(ctx, input));
  });
}

type Answering<O extends Operation> = (deps: Deps, caller: Caller, raw: CallInput<O>) => Promise<Output<O>>;

function asVerb<O extends Operation>(operation: O, answer: Answering<O>): Verb<O> {
  const verb: Answering<O> = (deps, caller, raw) => traced(operation.id, {}, () => answer(deps, caller, raw));
  return Object.assign(verb, { operation });
}

/** Refuses a caller who lacks the operation's permission, and leaves a trace of it. */
export async function authorize(deps: Deps, caller: Caller, operation: Operation): Promise<void> {
  const { permission } = operation;
  if (permission === "public") return;
  if (caller.actor.kind === "anonymous") {
    throw new AppError("unauthenticated", "Sign in, or send a token as `Authorization: Bearer …` or as the password of HTTP Basic.");
  }
  if (isWorkspacePermission(permission)) workspaceOf(caller);
  if (permission === "self" || caller.permissions.has(permission)) return;
  await recordRefusal(deps, caller, operation);
  throw new AppError("forbidden", refusalText(caller, permission));
}

const refusalText = (caller: Caller, permission: string): string =>
  caller.actor.via === "token"
    ? `This token may not do that: it lacks "${permission}". Its scopes or its owner's role do not include it.`
    : `Your role may not do that: it lacks "${permission}". Ask an administrator of the workspace.`;

/** What is recorded of an outcome: nothing where the operation's audit policy is none. */
export function actsOf(operation: Operation, done: { caller: Caller; outcome: Outcome<unknown>; now: Date }): Act[] {
  const { caller, now } = done;
  const { audit: action } = operation;
  if (typeof action !== "string") return [];
  const { subject, before, after, note } = done.outcome;
  const changes = done.outcome.changes ?? [{ topic: subject.kind, subject: subject.id, kind: action.slice(action.lastIndexOf(".") + 1) }];
  const audit = { action, outcome: "done" as const, subject, before, after, ...(note === undefined ? {} : { note }) };
  return [{ caller, audit, changes, now }];
}

function scopeOf(operation: Operation, caller: Caller): Scope {
  const { permission } = operation;
  if (permission === "self" || permission === "public" || isPlatformPermission(permission)) return { role: "system" };
  return { role: "app", workspaceId: workspaceOf(caller).id, actorId: caller.actor.id };
}

interface Asking {
  readonly deps: Deps;
  readonly caller: Caller;
  readonly operation: Operation;
  readonly plans?: Pick<Scope, "byIndex">;
}

function inTransaction<R>({ deps, caller, operation, plans }: Asking, work: (ctx: Ctx) => Promise<R>): Promise<R> {
  return transact(deps, { ...scopeOf(operation, caller), ...plans }, (tx) => work({ ...caller, tx, deps, now: deps.now(), later: [] }));
}

const attempts = 3;

/** One transaction. Serialization failures and deadlocks are tried again: nothing of the first try is left. Errors are the platform's own. */
export async function transact<R>(deps: Pick<Deps, "db">, scope: Scope, work: (tx: Tx) => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deps.db.transaction(scope, work);
    } catch (error) {
      if (classifyDatabaseError(error) !== "retry" || attempt === attempts) throw translate(error);
    }
  }
}

/** Database errors become the platform's own; the cause stays for the log. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError) return error;
  switch (classifyDatabaseError(error)) {
    case "unavailable":
    case "retry":
      return new AppError("unavailable", "The database did not answer. Try again.", {
        cause: error,
        params: { retryAfterSeconds: 1 },
      });
    case "timeout":
      return new AppError("unavailable", "This took longer than allowed and was stopped. Narrow the request, or try again later.", {
        cause: error,
        params: { retryAfterSeconds: 5 },
      });
    case "text":
      return new AppError("invalid", "A text holds a character that cannot be stored, such as NUL. Remove it.", {
        cause: error,
        params: { reason: "unstorable-text" },
      });
    default:
      return error;
  }
}

function idempotentRequest(operation: Operation, caller: Caller, input: unknown): IdempotentRequest | undefined {
  const { idempotencyKey: key, workspace, actor } = caller;
  if (!operation.idempotent || key === undefined || !workspace) return undefined;
  return { workspaceId: workspace.id, actorId: actor.id, key, operation: operation.id, input };
}
