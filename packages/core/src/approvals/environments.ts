import * as contract from "@plumbline/contracts/approvals/environment";
import { AppError, type Ctx, command, notFound, query, workspaceOf } from "../kernel/index.ts";
import { close } from "./settle.ts";
import {
  archiveEnvironmentRow,
  findEnvironment,
  insertEnvironment,
  lockEnvironment,
  selectEnvironments,
  updateEnvironmentRow,
} from "./store/environments.ts";
import { lockPolicies } from "./store/policies.ts";
import { lockUndecidedIn } from "./store/requests.ts";

/** Environments that a workspace may have, archived ones too. */
const environmentMax = 50;

export const listEnvironments = query(contract.listEnvironments, async (ctx) => ({
  items: await selectEnvironments(ctx.tx, workspaceOf(ctx).id, ctx.now),
}));

export const createEnvironment = command(contract.createEnvironment, async (ctx, { name, description, stage }) => {
  const workspaceId = workspaceOf(ctx).id;
  if ((await selectEnvironments(ctx.tx, workspaceId, ctx.now)).length >= environmentMax) {
    throw new AppError("quota-exceeded", `A workspace has at most ${environmentMax} environments, archived ones included.`);
  }
  if (!(await insertEnvironment(ctx.tx, workspaceId, { name, description, stage, by: ctx.actor.id, at: ctx.now }))) {
    throw new AppError("conflict", `There is an environment "${name}" already, or there was one: names are not used twice.`, {
      params: { reason: "environment-name-taken" },
      fields: [{ path: "name", message: "taken" }],
    });
  }
  return { result: await readEnvironment(ctx, name), subject: { kind: "environment", id: name }, after: { name, stage, description } };
});

export const updateEnvironment = command(contract.updateEnvironment, async (ctx, { environment: name, description, position }) => {
  const before = await heldEnvironment(ctx, name);
  await updateEnvironmentRow(ctx.tx, workspaceOf(ctx).id, { name, description, position });
  const after = await readEnvironment(ctx, name);
  return {
    result: after,
    subject: { kind: "environment", id: name },
    before: { description: before.description, position: before.position },
    after: { description: after.description, position: after.position },
  };
});

export const archiveEnvironment = command(contract.archiveEnvironment, async (ctx, { environment: name }) => {
  const workspaceId = workspaceOf(ctx).id;
  // Whoever decides shares this lock: no decision lets anything into an environment while it is being closed.
  await lockPolicies(ctx.tx, workspaceId, "exclusive");
  const before = await heldEnvironment(ctx, name);
  if (before.liveCount > 0) {
    throw new AppError("conflict", `${before.liveCount} versions may act in "${name}". Step them down or retire them first.`, {
      params: { reason: "environment-live" },
    });
  }
  await archiveEnvironmentRow(ctx.tx, workspaceId, { name, at: ctx.now });
  for (const row of await lockUndecidedIn(ctx.tx, workspaceId, name)) {
    await close(ctx, row, { state: "withdrawn", text: `The environment "${name}" was closed.` });
  }
  return { result: {}, subject: { kind: "environment", id: name }, before: { isArchived: false }, after: { isArchived: true } };
});

async function heldEnvironment(ctx: Ctx, name: string): Promise<contract.Environment> {
  if (!(await lockEnvironment(ctx.tx, workspaceOf(ctx).id, name))) throw notFound("environment", name);
  return readEnvironment(ctx, name);
}

async function readEnvironment(ctx: Ctx, name: string): Promise<contract.Environment> {
  const environment = await findEnvironment(ctx.tx, workspaceOf(ctx).id, { name, now: ctx.now });
  if (!environment) throw notFound("environment", name);
  return environment;
}
