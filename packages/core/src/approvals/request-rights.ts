import type { Ctx } from "../kernel/index.ts";
import type { Situation } from "./situation.ts";
import type { RequestRow } from "./store/requests.ts";

/** Why the caller may not vote now; null when they may. */
export function whyNotVote(
  ctx: Ctx,
  row: RequestRow,
  { situation, onBehalfOf }: { situation: Situation; onBehalfOf?: string },
): string | null {
  if (row.state !== "open" && row.state !== "voting") return "The request is decided.";
  if (row.expires_at <= ctx.now) return "The request has expired.";
  if (ctx.actor.kind !== "user" || ctx.actor.via !== "session") return "Votes come from people who are signed in; tokens do not vote.";
  if (!ctx.permissions.has("vote:cast")) return "Your role does not vote.";
  const excluded = situation.electorate.excluded.find(({ userId }) => userId === ctx.actor.id);
  if (excluded) return `You may not vote: ${excluded.reason}.`;
  return whyNoSeat(ctx, situation, onBehalfOf) ?? whyClosed(situation);
}

function whyNoSeat(ctx: Ctx, { electorate }: Situation, onBehalfOf: string | undefined): string | null {
  const voter = electorate.voters.find(({ id }) => id === ctx.actor.id);
  const holders = new Set([...electorate.approvals, ...electorate.veto].flatMap(({ seats }) => seats.map(({ userId }) => userId)));
  const seats = voter?.seats.filter((seat) => holders.has(seat)) ?? [];
  if (onBehalfOf !== undefined && !seats.includes(onBehalfOf)) return "They have not delegated a seat in this request to you.";
  if (seats.length === 0) return "You have no seat in the approvals that the policy asks for.";
  return null;
}

function whyClosed({ clauses, selection, obstacle, isReady }: Situation): string | null {
  if (selection.kind === "denied") return selection.words;
  if (obstacle !== null) return obstacle;
  if (isReady) return null;
  const unmet = clauses.filter(({ state }) => state !== "met");
  return `Votes open when every clause is met; ${unmet.length} of ${clauses.length} ${unmet.length === 1 ? "is" : "are"} not.`;
}

/** The requester takes their own back; an administrator any. */
export const mayWithdraw = (ctx: Ctx, row: RequestRow): boolean =>
  row.opened_by === ctx.actor.id || ctx.permissions.has("workspace:manage");
