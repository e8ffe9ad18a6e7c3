import type { Token } from "@plumbline/contracts/access/token";
import type { RequestSummary } from "@plumbline/contracts/approvals/request";
import type { Run } from "@plumbline/contracts/experiments/run";

/** Something that waits for the person who looks. */
export type Need =
  | { kind: "vote"; id: string; request: RequestSummary; at: number }
  | { kind: "my-request"; id: string; request: RequestSummary; at: number }
  | { kind: "failed-run"; id: string; run: Run; at: number }
  | { kind: "token-expires"; id: string; token: Token; at: number };

const day = 86_400_000;
const failedForMs = day;
const expiryNoticeMs = 7 * day;

interface NeedsInput {
  userId: string;
  /** Undecided ones, with those that wait for the person's vote. */
  requests: readonly RequestSummary[];
  runs: readonly Run[];
  tokens: readonly Token[];
  now: number;
}

/**
 * What needs this person now: requests that wait for their vote, the next to expire first; requests of theirs that are undecided; their runs
 * that failed within a day; their tokens that end within a week.
 */
export function needsOf(input: NeedsInput): Need[] {
  const { userId, now } = input;
  const asked = input.requests.map((request) => ({ id: `request ${request.number}`, request, at: Date.parse(request.expiresAt) }));
  const soonest = asked.sort((a, b) => a.at - b.at);
  const votes = soonest.filter(({ request }) => request.isWaitingForMe).map((need): Need => ({ kind: "vote", ...need }));
  const mine = soonest
    .filter(({ request }) => request.openedBy.id === userId && !request.isWaitingForMe)
    .map((need): Need => ({ kind: "my-request", ...need }));
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
  return [...votes, ...mine, ...failed, ...expiring];
}
