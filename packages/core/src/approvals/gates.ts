import type { Stage } from "@plumbline/contracts/approvals/stage";
import canonicalize from "canonicalize";
import { AppError, type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { endAuthorisations, steppedDown } from "./authorisations.ts";
import { changeOf, openFor, promotionOf, recordOpening } from "./open-request.ts";
import { requestPath } from "./request-words.ts";
import { stageMove } from "./rules/stage-moves.ts";
import { payloadDigest, readSituation, type Situation, type Wish } from "./situation.ts";
import { selectEnvironments } from "./store/environments.ts";
import { lockPolicies } from "./store/policies.ts";
import { findSameWish } from "./store/requests.ts";
import { handlerOf, type SubjectFacts, type SubjectKey } from "./subjects.ts";

interface StageWish {
  readonly subject: SubjectKey;
  readonly toStage: Stage;
  readonly reason: string;
  readonly makeChampion?: boolean;
}

/**
 * The one door to another stage. A free move happens at once; one whose policy needs no vote and whose clauses are met is
 * requested, decided and done in this transaction. Every other is refused, with the page where it can be asked for.
 */
export async function moveSubject(ctx: Ctx, wish: StageWish): Promise<{ requestNumber: number | null }> {
  const workspaceId = workspaceOf(ctx).id;
  await lockPolicies(ctx.tx, workspaceId, "shared");
  const facts = await handlerOf(wish.subject.kind).find(ctx, wish.subject.ref, { hold: false });
  if (!facts) throw notFound("model version", wish.subject.ref);
  const move = stageMove(facts.stage ?? "experimental", wish.toStage);
  if (move.kind === "refused") throw new AppError("conflict", move.words, { params: { reason: "stage-move" } });
  if (move.kind === "free") {
    await stepDown(ctx, facts, wish);
    return { requestNumber: null };
  }
  const { model, version } = facts;
  if (version === null) throw new AppError("conflict", "Only versions have a stage.");
  if (wish.toStage === "experimental") return restoreExperimental(ctx, facts, wish);
  const wanted = await promotionOf(ctx, {
    model,
    version,
    toStage: wish.toStage,
    uses: ["full", "batch"],
    makeChampion: wish.makeChampion ?? false,
  });
  const situation = await readSituation(ctx, wanted, { hold: false });
  if (!passesAlone(situation)) throw await refusal(ctx, facts, { wish, situation });
  const row = await openFor(ctx, { ...wanted, reason: wish.reason });
  recordOpening(ctx, row);
  return { requestNumber: row.number };
}

/** Back from retirement to experimental: nothing acts there, so no environment is asked for; a policy that governs the way is met all the same. */
async function restoreExperimental(ctx: Ctx, facts: SubjectFacts, wish: StageWish): Promise<{ requestNumber: null }> {
  const asked: Wish = {
    number: null,
    kind: "promotion",
    subject_kind: facts.kind,
    subject_ref: facts.ref,
    digest: facts.digest === null ? null : Buffer.from(facts.digest, "hex"),
    to_stage: wish.toStage,
    environment: null,
    uses: [],
    canary_max_percent: null,
    opened_by: ctx.actor.id,
    payload: null,
  };
  const situation = await readSituation(ctx, asked, { hold: true });
  if (!passesAlone(situation)) throw await refusal(ctx, facts, { wish, situation });
  await applyFreely(ctx, facts, wish);
  return { requestNumber: null };
}

/** Nobody is to be asked, and nothing is missing. */
const passesAlone = ({ selection, isReady, electorate }: Situation): boolean =>
  selection.kind !== "denied" && isReady && electorate.approvals.length === 0;

/** Going down needs nobody's leave; what the version was allowed above its new stage ends. */
async function stepDown(ctx: Ctx, facts: SubjectFacts, wish: StageWish): Promise<void> {
  const order: readonly Stage[] = ["experimental", "staging", "production"];
  const environments = await selectEnvironments(ctx.tx, workspaceOf(ctx).id, ctx.now);
  const above = environments.filter(({ stage }) => order.indexOf(stage) > order.indexOf(wish.toStage)).map(({ name }) => name);
  await endAuthorisations(ctx, facts, { reason: `${steppedDown} to ${wish.toStage}`, environments: above });
  await applyFreely(ctx, facts, wish);
}

const applyFreely = (ctx: Ctx, facts: SubjectFacts, wish: StageWish): Promise<void> =>
  handlerOf(facts.kind).apply(ctx, {
    kind: "promotion",
    subject: { kind: facts.kind, ref: facts.ref },
    requestNumber: null,
    requestedBy: ctx.actor.id,
    toStage: wish.toStage,
    makeChampion: false,
    uses: [],
    reason: wish.reason,
    payload: null,
  });

interface Refused {
  readonly wish: StageWish;
  readonly situation: Situation;
}

async function refusal(ctx: Ctx, facts: SubjectFacts, { wish, situation }: Refused): Promise<AppError> {
  const { id: workspaceId, name: workspace } = workspaceOf(ctx);
  const kind = wish.toStage === "retired" ? "retirement" : "promotion";
  const open = await findSameWish(ctx.tx, workspaceId, {
    subject: facts,
    kind,
    toStage: wish.toStage,
    environment: situation.wish.environment,
  });
  const path = open ? requestPath(workspace, open.number) : `/w/${workspace}${facts.path}`;
  const unmet = situation.clauses.filter(({ state }) => state !== "met");
  const votes = situation.electorate.approvals.map(({ approval }) => `${approval.min} of ${approval.name}`);
  const why =
    situation.selection.kind === "denied"
      ? situation.selection.words
      : [
          ...(unmet.length > 0
            ? [`${unmet.length} of ${situation.clauses.length} clauses are unmet (${unmet.map(({ title }) => title).join(", ")}).`]
            : []),
          ...(situation.obstacle === null ? [] : [situation.obstacle]),
          ...(votes.length > 0 ? [`It needs approval by ${votes.join(" and ")}.`] : []),
        ].join(" ");
  const ask = wish.toStage === "experimental" ? "Ask for staging instead" : "Ask for it";
  const where = open ? `Request ${open.number} asks for it: ${path}` : `${ask} at ${path}`;
  return new AppError("precondition-failed", `${facts.id} cannot go to ${wish.toStage} now. ${why} ${where}`, {
    params: { reason: "gate", requestNumber: open?.number ?? null, path },
  });
}

interface ChangeWish {
  readonly kind: "tier" | "attribute";
  readonly subject: SubjectKey;
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/** Asks for a change that policies may govern. Applied at once where none does, or where the one that does asks nobody. */
export async function proposeChange(ctx: Ctx, wish: ChangeWish): Promise<{ isApplied: boolean; requestNumber: number | null }> {
  await lockPolicies(ctx.tx, workspaceOf(ctx).id, "shared");
  const facts = await handlerOf(wish.subject.kind).find(ctx, wish.subject.ref, { hold: false });
  if (!facts) throw notFound(wish.subject.kind, wish.subject.ref);
  const { kind, title, payload, reason } = wish;
  const digest = payloadDigest(canonicalize({ kind, ref: wish.subject.ref, payload }) ?? "");
  const row = await openFor(ctx, changeOf(ctx, { kind, title, facts, payload, digest, reason }));
  recordOpening(ctx, row);
  return { isApplied: row.state === "approved", requestNumber: row.number };
}
