import type { Token } from "@plumbline/contracts/access/token";
import type { Run } from "@plumbline/contracts/experiments/run";

/** Something that waits for the person who looks. */
export type Need =
  | { kind: "failed-run"; id: string; run: Run; at: number }
  | { kind: "token-expires"; id: string; token: Token; at: number };

const day = 86_400_000;
const failedForMs = day;
const expiryNoticeMs = 7 * day;

/** What needs this person now: their runs that failed within a day, their tokens that end within a week. */
export function needsOf(input: { userId: string; runs: readonly Run[]; tokens: readonly Token[]; now: number }): Need[] {
  const { userId, now } = input;
  const failed = input.runs.flatMap((run): Need[] => {
    const at = run.endTime ?? run.startTime;
    const isMine = run.createdBy === userId && run.status === "FAILED" && now - at < failedForMs;
    return isMine ? [{ kind: "failed-run", id: run.runId, run, at }] : [];
  });
  const expiring = input.tokens.flatMap((token): Need[] => {
    const at = token.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt);
    const isSoon =
      token.owner.id === userId && token.revokedAt === null && at > now && at - now < expiryNoticeMs && token.lastUsedAt !== null;
    return isSoon ? [{ kind: "token-expires", id: token.id, token, at }] : [];
  });
  return [...failed, ...expiring];
}
