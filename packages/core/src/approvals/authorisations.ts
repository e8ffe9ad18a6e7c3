import * as contract from "@plumbline/contracts/approvals/environment";
import { type Ctx, command, notFound, query, uuidv7, workspaceOf } from "../kernel/index.ts";
import {
  type AuthorisationRow,
  endAuthorisationRows,
  findAuthorisation,
  insertAuthorisation,
  selectAuthorisations,
} from "./store/authorisations.ts";
import { holdOpenEnvironments } from "./store/environments.ts";
import { handlerOf, type SubjectFacts, type SubjectKey } from "./subjects.ts";

const listMax = 1000;

export const listAuthorisations = query(contract.listAuthorisations, async (ctx, { at, environment, subject, all }) => {
  const instant = at === undefined ? ctx.now : new Date(at);
  const rows = await selectAuthorisations(ctx.tx, workspaceOf(ctx).id, {
    at: all ? null : instant,
    environment,
    ...(subject === undefined ? {} : { subject: subjectKeyOf(subject) }),
    limit: listMax,
  });
  return { items: await Promise.all(rows.map((row) => toAuthorisation(ctx, row))) };
});

export const revokeAuthorisation = command(contract.revokeAuthorisation, async (ctx, { authorisationId, reason }) => {
  const workspaceId = workspaceOf(ctx).id;
  const row = await findAuthorisation(ctx.tx, workspaceId, authorisationId);
  if (!row) throw notFound("authorisation", authorisationId);
  await endAuthorisationRows(ctx.tx, workspaceId, { ids: [authorisationId], at: ctx.now, reason: `Revoked: ${reason}`, by: ctx.actor.id });
  const after = await findAuthorisation(ctx.tx, workspaceId, authorisationId);
  const result = await toAuthorisation(ctx, after ?? row);
  return {
    result,
    subject: { kind: "authorisation", id: authorisationId },
    before: { endedAt: row.ended_at?.toISOString() ?? null },
    after: { endedAt: result.endedAt, subject: result.subject.id, environment: row.environment },
    note: reason,
  };
});

/** `model-version:12/3`, as rows of other tables name a subject. */
export function subjectKeyOf(text: string): SubjectKey {
  const colon = text.indexOf(":");
  return colon < 0 ? { kind: "model-version", ref: text } : { kind: text.slice(0, colon), ref: text.slice(colon + 1) };
}

/** Ends what a subject may do: everywhere, or only in environments that ask for more than the stage that it has now. */
export async function endAuthorisations(
  ctx: Ctx,
  subject: SubjectKey,
  ending: { readonly reason: string; readonly environments?: readonly string[] },
): Promise<number> {
  const workspaceId = workspaceOf(ctx).id;
  const held = await selectAuthorisations(ctx.tx, workspaceId, { at: ctx.now, subject, limit: listMax });
  const ids = held.filter(({ environment }) => ending.environments?.includes(environment) ?? true).map(({ id }) => id);
  if (ids.length === 0) return 0;
  return endAuthorisationRows(ctx.tx, workspaceId, { ids, at: ctx.now, reason: ending.reason, by: ctx.actor.id });
}

/** Begins the reason of what ended only because the version went down: a rollback may bring it back. */
export const steppedDown = "Stepped down";

/**
 * Gives a subject back what it was last allowed in full in production, for the same bytes: a rollback passes no gate. It comes back wherever the
 * environment is open and the last decision there has neither run out nor been ended by somebody, and for as long as was decided. False where
 * nothing comes back.
 */
export async function restoreAuthorisation(ctx: Ctx, subject: SubjectFacts): Promise<boolean> {
  const workspaceId = workspaceOf(ctx).id;
  const environments = await holdOpenEnvironments(ctx.tx, workspaceId, "production");
  const all = await selectAuthorisations(ctx.tx, workspaceId, { at: null, subject, limit: listMax });
  const decided = all.filter((row) => !row.is_break_glass && row.digest.toString("hex") === subject.digest && row.uses.includes("full"));
  const last = environments.flatMap((name) => decided.find(({ environment }) => environment === name) ?? []);
  const restored = last.filter((row) => comesBack(row, ctx.now));
  for (const row of restored.filter(({ ended_at }) => ended_at !== null)) await restore(ctx, subject, row);
  return restored.length > 0;
}

const comesBack = ({ ended_at, end_reason, valid_until }: AuthorisationRow, now: Date): boolean =>
  (ended_at === null || end_reason?.startsWith(steppedDown) === true) && (valid_until === null || valid_until > now);

const restore = (ctx: Ctx, subject: SubjectFacts, earlier: AuthorisationRow): Promise<void> =>
  insertAuthorisation(ctx.tx, workspaceOf(ctx).id, {
    id: uuidv7(ctx.now.getTime()),
    subject,
    digest: earlier.digest.toString("hex"),
    environment: earlier.environment,
    uses: earlier.uses,
    canaryMaxPercent: earlier.canary_max_percent,
    conditions: earlier.conditions,
    policies: earlier.policies,
    requestNumber: earlier.request_number,
    isBreakGlass: false,
    validFrom: ctx.now,
    validUntil: earlier.valid_until,
  });

async function toAuthorisation(ctx: Ctx, row: AuthorisationRow): Promise<contract.Authorisation> {
  const facts = await handlerOf(row.subject_kind).find(ctx, row.subject_ref, { hold: false });
  return {
    id: row.id,
    subject: { kind: row.subject_kind, id: facts?.id ?? row.subject_ref },
    digest: row.digest.toString("hex"),
    environment: row.environment,
    uses: row.uses,
    canaryMaxPercent: row.canary_max_percent,
    conditions: row.conditions,
    requestNumber: row.request_number,
    isBreakGlass: row.is_break_glass,
    validFrom: row.valid_from.toISOString(),
    validUntil: row.valid_until?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    endReason: row.end_reason,
  };
}
