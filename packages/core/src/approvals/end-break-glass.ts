import { z } from "zod";
import { type Ctx, defineTask, recordAct, workspaceOf } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { event } from "./settle.ts";
import { stageBefore } from "./situation.ts";
import { endAuthorisationRows, type RunOutBreakGlass, selectAuthorisations, selectRunOutBreakGlass } from "./store/authorisations.ts";
import { selectEnvironments } from "./store/environments.ts";
import { lockPolicies } from "./store/policies.ts";
import { lockRequest, type RequestRow } from "./store/requests.ts";
import { handlerOf, type SubjectFacts } from "./subjects.ts";

const authorisationsMax = 1000;
const reason = "Break-glass ran out";

/** Takes back what break-glass let through once its time is over, and nothing that was decided beside it. */
export const endBreakGlass = defineTask({
  name: "approvals.end-break-glass",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 60_000,
  handler:
    async () =>
    async ({ deps, signal }) => {
      const due = await deps.db.transaction({ role: "system" }, (tx) => selectRunOutBreakGlass(tx, deps.now()));
      for (const one of due) {
        signal.throwIfAborted();
        await systemContext(deps, one.workspace_id, (ctx) => endOne(ctx, one));
      }
    },
});

async function endOne(ctx: Ctx, { id, subject_kind: kind, subject_ref: ref, request_number: number }: RunOutBreakGlass): Promise<void> {
  const workspaceId = workspaceOf(ctx).id;
  await lockPolicies(ctx.tx, workspaceId, "shared");
  const row = number === null ? undefined : await lockRequest(ctx.tx, workspaceId, number);
  if ((await endAuthorisationRows(ctx.tx, workspaceId, { ids: [id], at: ctx.now, reason, by: ctx.actor.id })) === 0) return;
  const subject = await handlerOf(kind).find(ctx, ref, { hold: true });
  const backTo = row && subject ? await stageAfter(ctx, subject, row) : null;
  if (row && backTo !== null) await stepBack(ctx, row, backTo);
  recordAct(ctx.tx, ctx, {
    audit: {
      action: "approvals.break-glass.end",
      outcome: "done",
      subject: { kind: "request", id: String(number) },
      before: { authorisation: id, stage: subject?.stage ?? null },
      after: { stage: backTo ?? subject?.stage ?? null },
    },
    changes: [{ topic: "request", subject: String(number), kind: "break-glass-end" }],
    now: ctx.now,
  });
}

/** Where the version goes back to; null where it stays, because it has moved on or something else allows it there. */
async function stageAfter(ctx: Ctx, subject: SubjectFacts, row: RequestRow): Promise<RequestRow["from_stage"]> {
  const { from_stage: from, to_stage: to } = row;
  if (from === null || to === null || subject.stage !== to) return null;
  const workspaceId = workspaceOf(ctx).id;
  const environments = await selectEnvironments(ctx.tx, workspaceId, ctx.now);
  const ofStage = new Set(environments.filter(({ stage }) => stage === to).map(({ name }) => name));
  const ever = await selectAuthorisations(ctx.tx, workspaceId, { at: null, subject, limit: authorisationsMax });
  const there = ever.filter(({ environment, digest }) => ofStage.has(environment) && digest.toString("hex") === subject.digest);
  const holds = there.some(({ ended_at, valid_until }) => ended_at === null && (valid_until === null || valid_until > ctx.now));
  if (holds) return null;
  if (from !== to) return from;
  // It was there when the glass was broken: by an earlier break-glass, or because a decision let it in.
  return there.some(({ is_break_glass }) => !is_break_glass) ? null : stageBefore[to];
}

async function stepBack(ctx: Ctx, row: RequestRow, toStage: NonNullable<RequestRow["from_stage"]>): Promise<void> {
  await handlerOf(row.subject_kind).apply(ctx, {
    kind: "promotion",
    subject: { kind: row.subject_kind, ref: row.subject_ref },
    requestNumber: row.number,
    requestedBy: ctx.actor.id,
    toStage,
    makeChampion: false,
    uses: [],
    reason: `Break-glass of request ${row.number} ran out.`,
    payload: null,
  });
  await event(ctx, row, { kind: "ran-out", text: `Break-glass ran out: back in ${toStage}.` });
}
