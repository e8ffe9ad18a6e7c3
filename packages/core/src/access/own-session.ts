import { AppError, type Ctx } from "../kernel/index.ts";

/** The person and the session of a request that only a person who signed in may make. */
export function ownSession(ctx: Pick<Ctx, "actor">): { userId: string; sessionId: string } {
  const { kind, via, id, credentialId } = ctx.actor;
  if (kind !== "user" || via !== "session" || credentialId === null) {
    throw new AppError("forbidden", "Only a person who is signed in may do that; a token cannot.", {
      params: { reason: "session-required" },
    });
  }
  return { userId: id, sessionId: credentialId };
}
