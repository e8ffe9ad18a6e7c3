import type { Tx } from "@plumbline/db";

/** A workspace whose row was just written, in a transaction of the database role `system`. */
export interface CreatedWorkspace {
  readonly id: number;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export type WorkspaceCreatedHandler = (tx: Tx, workspace: CreatedWorkspace) => Promise<void>;

const handlers = new Set<WorkspaceCreatedHandler>();

/** Registers what slices above this one write into every new workspace, in the transaction that makes it. */
export function onWorkspaceCreated(handler: WorkspaceCreatedHandler): void {
  handlers.add(handler);
}

/** A process that did not load the slices above would make workspaces that lack their rows: it is refused. */
export async function runCreatedHandlers(tx: Tx, workspace: CreatedWorkspace): Promise<void> {
  if (handlers.size === 0) throw new Error("no slice has registered with onWorkspaceCreated: import @plumbline/core/experiments first");
  for (const handler of handlers) await handler(tx, workspace);
}
