import * as contract from "@plumbline/contracts/workspaces";
import { AppError, command, query, workspaceOf } from "../kernel/index.ts";
import { findWorkspaceById, listAllWorkspaces, lockWorkspace, readUsage, setDescription, toWorkspace } from "./store.ts";

export const listWorkspaces = query(contract.listWorkspaces, async (ctx) => ({
  items: (await listAllWorkspaces(ctx.tx)).map(toWorkspace),
}));

export const getWorkspace = query(contract.getWorkspace, async (ctx) => {
  const { id, name } = workspaceOf(ctx);
  return toWorkspace((await findWorkspaceById(ctx.tx, id)) ?? gone(name));
});

export const updateWorkspace = command(contract.updateWorkspace, async (ctx, { description }) => {
  const { id, name } = workspaceOf(ctx);
  const before = (await lockWorkspace(ctx.tx, id)) ?? gone(name);
  const after = (await setDescription(ctx.tx, id, description)) ?? gone(name);
  return {
    result: toWorkspace(after),
    subject: { kind: "workspace", id: name },
    before: { description: before.description },
    after: { description },
  };
});

export const getUsage = query(contract.getUsage, async (ctx) => {
  const { id, name } = workspaceOf(ctx);
  return (await readUsage(ctx.tx, id)) ?? gone(name);
});

function gone(name: string): never {
  throw new AppError("not-found", `There is no workspace "${name}".`, { params: { noun: "workspace", id: name } });
}
