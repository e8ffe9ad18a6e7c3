import type { Scope } from "@plumbline/contracts/permissions";
import { AppError, type Ctx, uuidv7, workspaceOf } from "../kernel/index.ts";
import { holdServiceAccount } from "./store/service-accounts.ts";
import { holdMembership, insertToken, revokeTokens, setTokenExpiry, type TokenOwner } from "./store/tokens.ts";
import { generateSecret, hashSecret, prefixOf } from "./token-secret.ts";

interface JobToken {
  /** Whom it acts for: its permissions are its scopes and their role, never more than either. */
  readonly owner: TokenOwner;
  readonly jobId: string;
  /** As people say the attempt, such as `train-12 #2`. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
}

/** Makes a token for the platform's own use: it is in no list of tokens. Refused where the owner may no longer enter the workspace. */
export async function issueJobToken(ctx: Ctx, token: JobToken): Promise<{ readonly id: string; readonly secret: string }> {
  const { id: workspaceId } = workspaceOf(ctx);
  await checkOwner(ctx, token.owner);
  const id = uuidv7(ctx.now.getTime());
  const secret = generateSecret();
  await insertToken(ctx.tx, workspaceId, {
    id,
    hash: hashSecret(secret),
    prefix: prefixOf(secret),
    name: token.name,
    owner: token.owner,
    scopes: token.scopes,
    createdBy: token.owner.id,
    parentId: null,
    jobId: token.jobId,
    createdAt: ctx.now,
    expiresAt: token.expiresAt,
  });
  return { id, secret };
}

async function checkOwner(ctx: Ctx, owner: TokenOwner): Promise<void> {
  const workspaceId = workspaceOf(ctx).id;
  const isThere =
    owner.kind === "user"
      ? (await holdMembership(ctx.tx, workspaceId, owner.id)) !== undefined
      : (await holdServiceAccount(ctx.tx, workspaceId, owner.id))?.is_disabled === false;
  if (isThere) return;
  throw new AppError("forbidden", "Whoever submitted it is no member of the workspace any more, or is disabled.", {
    params: { reason: "token-owner-gone" },
  });
}

/** Ends a job's token. Ending it twice is no mistake. */
export const revokeJobToken = (ctx: Ctx, tokenId: string): Promise<number> =>
  revokeTokens(ctx.tx, { workspaceId: workspaceOf(ctx).id, tokenId }, ctx.now);

/** Sets when a job's token ends by itself: counted anew where it began to run long after the token was made. */
export const extendJobToken = (ctx: Ctx, token: { readonly id: string; readonly expiresAt: Date }): Promise<number> =>
  setTokenExpiry(ctx.tx, workspaceOf(ctx).id, token);
