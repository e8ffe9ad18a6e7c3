import * as contract from "@plumbline/contracts/workspaces";
import type { Tx } from "@plumbline/db";
import { AppError, command } from "../kernel/index.ts";
import { runCreatedHandlers } from "./created-handlers.ts";
import { insertMember, insertWorkspace, toWorkspace } from "./store.ts";

export const createWorkspace = command(contract.createWorkspace, async (ctx, input) => {
  const made = await addWorkspace(ctx.tx, { ...input, administratorId: ctx.actor.id, createdAt: ctx.now });
  if (!made)
    throw new AppError("conflict", `A workspace named "${input.name}" exists already.`, { params: { reason: "workspace-name-taken" } });
  return {
    result: made.workspace,
    subject: { kind: "workspace", id: made.workspace.name },
    after: { name: made.workspace.name, description: made.workspace.description },
  };
});

interface NewWorkspace {
  readonly name: string;
  readonly description: string;
  readonly administratorId: string;
  readonly createdAt: Date;
}

/** A workspace with its first administrator and all that other slices keep in each; undefined when the name is taken. */
export async function addWorkspace(tx: Tx, wanted: NewWorkspace): Promise<{ id: number; workspace: contract.Workspace } | undefined> {
  const { administratorId: userId, createdAt } = wanted;
  const row = await insertWorkspace(tx, wanted);
  if (!row) return undefined;
  await insertMember(tx, row.id, { userId, role: "admin", addedAt: createdAt });
  await runCreatedHandlers(tx, { id: row.id, name: row.name, createdBy: userId, createdAt });
  return { id: row.id, workspace: toWorkspace(row) };
}
