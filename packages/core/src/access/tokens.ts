import * as contract from "@plumbline/contracts/access/token";
import { AppError, type Ctx, command, notFound, query, workspaceOf } from "../kernel/index.ts";
import { mayGrant } from "./grants.ts";
import { forgettingPrincipals } from "./process-state.ts";
import { findTokenRow, listTokenRows, revokeTokens, type TokenRow, toToken } from "./store/tokens.ts";

const shownAfterEndMs = 30 * 86_400_000;

/** Their own; with the right to keep service accounts, those accounts' tokens too. */
export const listTokens = query(contract.listTokens, async (ctx, { all }) => {
  if (all && !ctx.permissions.has("token:manage")) {
    throw new AppError("forbidden", `All tokens of the workspace are shown to those with the permission "token:manage".`);
  }
  const rows = await listTokenRows(ctx.tx, workspaceOf(ctx).id, {
    all,
    ownerId: ctx.actor.id,
    withServiceAccounts: ctx.permissions.has("service-account:manage"),
    endedSince: new Date(ctx.now.getTime() - shownAfterEndMs),
  });
  return { items: rows.map(toToken) };
});

/** With it go the tokens that were made with it. Revoking twice is no mistake. */
export const revokeToken = forgettingPrincipals(
  command(contract.revokeToken, async (ctx, { tokenId }) => {
    const workspaceId = workspaceOf(ctx).id;
    const row = await findTokenRow(ctx.tx, workspaceId, tokenId);
    if (!row || !mayRevoke(ctx, row)) throw notFound("token", tokenId);
    const revokedTokens = await revokeTokens(ctx.tx, { workspaceId, tokenId }, ctx.now);
    const after = (await findTokenRow(ctx.tx, workspaceId, tokenId)) ?? row;
    return {
      result: toToken(after),
      subject: { kind: "token", id: tokenId },
      before: { name: row.name, revokedAt: row.revoked_at?.toISOString() ?? null },
      after: { name: row.name, revokedTokens },
    };
  }),
);

function mayRevoke(ctx: Ctx, row: TokenRow): boolean {
  if (row.owner_id === ctx.actor.id || ctx.permissions.has("token:manage")) return true;
  return row.account_role !== null && ctx.permissions.has("service-account:manage") && mayGrant(ctx.permissions, row.account_role);
}
