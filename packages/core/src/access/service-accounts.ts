import { randomUUID } from "node:crypto";
import * as contract from "@plumbline/contracts/access/token";
import type { Role } from "@plumbline/contracts/permissions";
import { AppError, type Ctx, command, notFound, query, workspaceOf } from "../kernel/index.ts";
import { mayGrant } from "./grants.ts";
import { forgettingPrincipals } from "./process-state.ts";
import { changeServiceAccount, insertServiceAccount, listAllServiceAccounts, lockServiceAccount } from "./store/service-accounts.ts";
import { revokeTokens } from "./store/tokens.ts";

export const listServiceAccounts = query(contract.listServiceAccounts, async (ctx) => ({
  items: await listAllServiceAccounts(ctx.tx, workspaceOf(ctx).id, ctx.now),
}));

export const createServiceAccount = command(contract.createServiceAccount, async (ctx, { name, role }) => {
  refuseBeyondOwn(ctx, role);
  const id = randomUUID();
  const isMade = await insertServiceAccount(ctx.tx, workspaceOf(ctx).id, { id, name, role, createdBy: ctx.actor.id, createdAt: ctx.now });
  if (!isMade)
    throw new AppError("conflict", `A service account named "${name}" exists already.`, {
      params: { reason: "service-account-name-taken" },
    });
  const account: contract.ServiceAccount = { id, name, role, createdAt: ctx.now.toISOString(), isDisabled: false, tokenCount: 0 };
  return { result: account, subject: { kind: "service-account", id }, after: { name, role } };
});

/** Disabling revokes the account's tokens: what was stopped does not start again by itself. */
export const updateServiceAccount = forgettingPrincipals(
  command(contract.updateServiceAccount, async (ctx, input) => {
    const workspaceId = workspaceOf(ctx).id;
    const before = await lockServiceAccount(ctx.tx, workspaceId, { id: input.serviceAccountId, now: ctx.now });
    if (!before) throw notFound("service account", input.serviceAccountId);
    const { id, name } = before;
    const role = input.role ?? before.role;
    const isDisabled = input.isDisabled ?? before.isDisabled;
    refuseBeyondOwn(ctx, before.role);
    refuseBeyondOwn(ctx, role);
    await changeServiceAccount(ctx.tx, workspaceId, { id, role, isDisabled, now: ctx.now });
    const revokedTokens = isDisabled ? await revokeTokens(ctx.tx, { workspaceId, serviceAccountId: id }, ctx.now) : 0;
    return {
      result: { ...before, role, isDisabled, tokenCount: isDisabled ? 0 : before.tokenCount },
      subject: { kind: "service-account", id },
      before: { name, role: before.role, isDisabled: before.isDisabled },
      after: { name, role, isDisabled, revokedTokens },
    };
  }),
);

function refuseBeyondOwn(ctx: Ctx, role: Role): void {
  if (mayGrant(ctx.permissions, role)) return;
  throw new AppError("forbidden", `The role "${role}" may do more than you may here. Ask an administrator of the workspace.`, {
    params: { reason: "role-beyond-own", role },
  });
}
