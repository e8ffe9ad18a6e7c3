import * as contract from "@plumbline/contracts/approvals/delegation";
import { namesOfActors } from "../access/index.ts";
import { AppError, type Ctx, command, notFound, query, uuidv7, workspaceOf } from "../kernel/index.ts";
import { person } from "./approval-progress.ts";
import {
  type DelegationRow,
  endDelegationRow,
  findDelegation,
  insertDelegation,
  selectDelegations,
  selectPeople,
} from "./store/electorate.ts";

const dayMs = 86_400_000;
const delegationMaxMs = 90 * dayMs;

export const listDelegations = query(contract.listDelegations, async (ctx) => ({
  items: await toDelegations(ctx, await selectDelegations(ctx.tx, workspaceOf(ctx).id, ctx.now)),
}));

export const delegate = command(contract.delegate, async (ctx, { toUserId, startsAt, endsAt, reason }) => {
  requireSession(ctx);
  const workspaceId = workspaceOf(ctx).id;
  const starts = startsAt === undefined ? ctx.now : new Date(startsAt);
  const ends = new Date(endsAt);
  refusePeriod(starts, ends, ctx.now);
  const people = await selectPeople(ctx.tx, workspaceId);
  const target = people.find(({ user_id }) => user_id === toUserId);
  if (!target || target.is_disabled) throw notFound("member", toUserId);
  if (toUserId === ctx.actor.id)
    throw new AppError("invalid", "You cannot delegate to yourself.", { fields: [{ path: "toUserId", message: "yourself" }] });
  const held = await selectDelegations(ctx.tx, workspaceId, ctx.now);
  const overlapping = held.find((row) => row.from_user_id === ctx.actor.id && row.starts_at < ends && starts < row.ends_at);
  if (overlapping)
    throw new AppError("conflict", "You have delegated in that time already. End that delegation first.", {
      params: { reason: "delegated" },
    });
  const made = { id: uuidv7(ctx.now.getTime()), from: ctx.actor.id, to: toUserId, startsAt: starts, endsAt: ends, reason };
  await insertDelegation(ctx.tx, workspaceId, made);
  const [result] = await toDelegations(ctx, [
    { id: made.id, from_user_id: made.from, to_user_id: made.to, starts_at: starts, ends_at: ends, reason, ended_at: null },
  ]);
  if (!result) throw new Error("a delegation that was made is not there");
  return {
    result,
    subject: { kind: "delegation", id: made.id },
    after: { to: toUserId, startsAt: result.startsAt, endsAt: result.endsAt },
    note: reason,
  };
});

export const endDelegation = command(contract.endDelegation, async (ctx, { delegationId }) => {
  requireSession(ctx);
  const workspaceId = workspaceOf(ctx).id;
  const row = await findDelegation(ctx.tx, workspaceId, delegationId);
  if (!row || row.from_user_id !== ctx.actor.id) throw notFound("delegation", delegationId);
  await endDelegationRow(ctx.tx, workspaceId, { id: delegationId, at: ctx.now });
  return {
    result: {},
    subject: { kind: "delegation", id: delegationId },
    before: { endedAt: null },
    after: { endedAt: ctx.now.toISOString() },
  };
});

function requireSession({ actor }: Ctx): void {
  if (actor.kind === "user" && actor.via === "session") return;
  throw new AppError("forbidden", "People delegate their votes themselves, signed in; tokens cannot.");
}

function refusePeriod(starts: Date, ends: Date, now: Date): void {
  const wrong =
    ends <= starts
      ? "It must end after it begins."
      : ends <= now
        ? "It must end in the future."
        : ends.getTime() - starts.getTime() > delegationMaxMs
          ? "A delegation lasts 90 days at most."
          : undefined;
  if (wrong !== undefined) throw new AppError("invalid", wrong, { fields: [{ path: "endsAt", message: wrong }] });
}

async function toDelegations(ctx: Ctx, rows: readonly DelegationRow[]): Promise<contract.Delegation[]> {
  const names = await namesOfActors(
    ctx,
    rows.flatMap(({ from_user_id, to_user_id }) => [from_user_id, to_user_id]),
  );
  return rows.map((row) => ({
    id: row.id,
    from: person(row.from_user_id, names),
    to: person(row.to_user_id, names),
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    reason: row.reason,
    endedAt: row.ended_at?.toISOString() ?? null,
  }));
}
