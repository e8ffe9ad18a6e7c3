import type { Tx } from "@plumbline/db";

/** The names of groups whose members decide something. */
export type GroupGuard = (tx: Tx) => Promise<ReadonlySet<string>>;

let guard: GroupGuard | undefined;

/** Registers which groups decide something; the slice that lets them decide knows. */
export function registerGroupGuard(given: GroupGuard): void {
  guard = given;
}

/** Without the slice that knows, no change could be told apart from one that needs two people: it is refused. */
export function guardedGroups(tx: Tx): Promise<ReadonlySet<string>> {
  if (!guard) throw new Error("no slice has registered with registerGroupGuard: import @plumbline/core/approvals first");
  return guard(tx);
}
