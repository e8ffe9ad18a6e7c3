import type { Operation } from "@plumbline/contracts/operation";
import type { Caller, Deps } from "./context.ts";
import { recordAct } from "./record.ts";

const windowMs = 10_000;
const maxRemembered = 10_000;
const lastRecorded = new Map<string, number>();

/**
 * Records a failed authorisation in a transaction of its own: at most one per actor and operation in ten seconds, so
 * that a looping script cannot fill the log.
 */
export async function recordRefusal(deps: Deps, caller: Caller, operation: Operation): Promise<void> {
  const key = `${caller.actor.id} ${caller.workspace?.id ?? ""} ${operation.id}`;
  const now = deps.now();
  const last = lastRecorded.get(key);
  if (last !== undefined && now.getTime() - last < windowMs) return;
  if (lastRecorded.size >= maxRemembered) lastRecorded.clear();
  lastRecorded.set(key, now.getTime());
  const audit = { action: `${operation.id}.refuse`, outcome: "refused" as const, subject: { kind: "operation", id: operation.id } };
  await deps.db
    .transaction({ role: "system" }, async (tx) => recordAct(tx, caller, { audit, changes: [], now }))
    .catch((error: unknown) => deps.logger.error({ err: error, operation: operation.id }, "a refusal could not be recorded"));
}
