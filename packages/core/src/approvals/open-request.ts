import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import * as contract from "@plumbline/contracts/approvals/request";
import type { Stage, Use } from "@plumbline/contracts/approvals/stage";
import type { Input } from "@plumbline/contracts/operation";
import { AppError, type Ctx, command, notFound, recordAct, workspaceOf } from "../kernel/index.ts";
import { viewRequest } from "./request-view.ts";
import { beyondAllowance } from "./rules/allowance.ts";
import { sharePercent } from "./rules/effective-policy.ts";
import { type StageMove, stageMove } from "./rules/stage-moves.ts";
import { event, settle } from "./settle.ts";
import { readSituation, type Situation, type Wish } from "./situation.ts";
import { type AuthorisationRow, selectAuthorisations } from "./store/authorisations.ts";
import { selectEnvironments } from "./store/environments.ts";
import { lockPolicies } from "./store/policies.ts";
import { putFollower } from "./store/request-acts.ts";
import { findSameWish, insertRequest, lockRequest, type NewRequest, type RequestRow, takeNumber } from "./store/requests.ts";
import { handlerOf, type SubjectFacts } from "./subjects.ts";

type PromotionInput = Omit<Input<typeof contract.openRequest>, "reason">;

export const openRequest = command(contract.openRequest, async (ctx, input) => {
  await lockPolicies(ctx.tx, workspaceOf(ctx).id, "shared");
  const wanted = await promotionOf(ctx, input);
  refusePointless(wanted.facts, input.toStage);
  const row = await openFor(ctx, { ...wanted, reason: input.reason });
  return {
    result: await viewRequest(ctx, row.number),
    subject: { kind: "request", id: String(row.number) },
    after: openedFacts(row),
    ...(input.reason === "" ? {} : { note: input.reason }),
  };
});

/** What the audit log keeps of a request that was opened. */
const openedFacts = (row: RequestRow) => ({
  kind: row.kind,
  title: row.title,
  subject: `${row.subject_kind}:${row.subject_ref}`,
  digest: row.digest?.toString("hex") ?? null,
  toStage: row.to_stage,
  environment: row.environment,
  uses: row.uses,
});

export interface WantedRequest extends Wish {
  readonly title: string;
  readonly facts: SubjectFacts;
  readonly makeChampion: boolean;
}

/** The wish that a person, a client or a script has put into words; refused where it makes no sense. */
export async function promotionOf(ctx: Ctx, input: PromotionInput): Promise<WantedRequest> {
  const handler = handlerOf("model-version");
  const ref = await handler.resolve(ctx, { model: input.model, version: input.version });
  const facts = ref === undefined ? undefined : await handler.find(ctx, ref, { hold: false });
  if (ref === undefined || !facts) throw notFound("model version", `${input.model}/${input.version}`);
  const isRetirement = input.toStage === "retired";
  const environment = isRetirement ? null : await environmentFor(ctx, input);
  return {
    number: null,
    kind: isRetirement ? "retirement" : "promotion",
    title: isRetirement ? `Retire ${titleOf(facts)}` : `${titleOf(facts)} to ${environment}`,
    subject_kind: "model-version",
    subject_ref: ref,
    digest: facts.digest === null ? null : Buffer.from(facts.digest, "hex"),
    to_stage: input.toStage,
    environment,
    opened_by: ctx.actor.id,
    payload: null,
    facts,
    uses: isRetirement ? [] : [...new Set(input.uses)],
    canary_max_percent: input.canaryMax !== undefined && input.uses.includes("canary") ? sharePercent(input.canaryMax) : null,
    makeChampion: input.makeChampion && input.toStage === "production",
  };
}

interface ChangeWish {
  readonly kind: "policy" | "tier" | "attribute";
  readonly title: string;
  readonly facts: SubjectFacts;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of what would be written. */
  readonly digest: Buffer;
  readonly reason: string;
}

/** The wish for a change that is no move: it asks for no stage, no environment and no use. */
export const changeOf = (ctx: Ctx, { kind, title, facts, payload, digest, reason }: ChangeWish): WantedRequest & { reason: string } => ({
  number: null,
  kind,
  title,
  subject_kind: facts.kind,
  subject_ref: facts.ref,
  digest,
  to_stage: null,
  environment: null,
  opened_by: ctx.actor.id,
  payload,
  facts,
  uses: [],
  canary_max_percent: null,
  makeChampion: false,
  reason,
});

const titleOf = (facts: SubjectFacts): string => (facts.version === null ? facts.model : `${facts.model} ${facts.version}`);

async function environmentFor(ctx: Ctx, { environment, toStage }: PromotionInput): Promise<string> {
  const open = (await selectEnvironments(ctx.tx, workspaceOf(ctx).id, ctx.now)).filter(({ isArchived }) => !isArchived);
  const found = open.find((one) => (environment === undefined ? one.stage === toStage : one.name === environment));
  if (!found) {
    if (environment !== undefined) throw notFound("environment", environment);
    throw new AppError("precondition-failed", `No environment has the stage ${toStage}. Make one first.`);
  }
  if (found.stage !== toStage) {
    throw new AppError("invalid", `The environment "${found.name}" has the stage ${found.stage}, not ${toStage}.`, {
      fields: [{ path: "environment", message: `has the stage ${found.stage}` }],
    });
  }
  return found.name;
}

/** A move that needs no request or that there is not; undefined for one that can be asked for. */
export function pointlessMove(facts: SubjectFacts, toStage: Stage): StageMove | undefined {
  const from = facts.stage ?? "experimental";
  // A version that is in the stage may ask for another environment of it, or for more use.
  if (from === toStage && toStage !== "retired") return undefined;
  const move = stageMove(from, toStage);
  return move.kind === "governed" ? undefined : move;
}

function refusePointless(facts: SubjectFacts, toStage: Stage): void {
  const move = pointlessMove(facts, toStage);
  if (!move) return;
  const hint = move.kind === "free" ? " Move the version's stage; no request is needed." : "";
  throw new AppError("conflict", `${move.words}${hint}`, { params: { reason: "stage-move" } });
}

/**
 * Opens a request and settles it at once: where nobody is to be asked and every clause is met, it is decided before the caller
 * has an answer. The caller holds the lock of policies.
 */
export async function openFor(ctx: Ctx, wanted: WantedRequest & { readonly reason: string }): Promise<RequestRow> {
  const workspaceId = workspaceOf(ctx).id;
  // Taking the number orders those who ask for the same at the same time: the second one finds the first one's request.
  const number = await takeNumber(ctx.tx, workspaceId);
  await refuseSecond(ctx, wanted);
  await refuseCovered(ctx, wanted);
  const situation = await readSituation(ctx, { ...wanted, number: null }, { hold: false });
  refuseDenied(situation, wanted);
  const made: NewRequest = {
    number,
    kind: wanted.kind,
    title: wanted.title,
    subject_kind: wanted.subject_kind,
    subject_ref: wanted.subject_ref,
    digest: wanted.digest,
    tier: situation.moveFacts.tier,
    from_stage: wanted.to_stage === null ? null : wanted.facts.stage,
    to_stage: wanted.to_stage,
    environment: wanted.environment,
    uses: wanted.uses,
    canary_max_percent: wanted.canary_max_percent,
    make_champion: wanted.makeChampion,
    payload: wanted.payload,
    reason: wanted.reason,
    policies: [...(situation.policy?.policies ?? [])],
    opened_by: ctx.actor.id,
    opened_at: ctx.now,
    expires_at: new Date(ctx.now.getTime() + spanMs(situation.policy?.expiry ?? "14d")),
  };
  await insertRequest(ctx.tx, workspaceId, made);
  const row = await heldRow(ctx, number);
  await event(ctx, row, { kind: "opened", text: `Opened: ${wanted.title}.`, by: ctx.actor.id });
  const followers = [ctx.actor.id, wanted.facts.ownerId].filter((id) => id !== null);
  await putFollower(ctx.tx, workspaceId, { number, userIds: followers });
  await settle(ctx, row);
  return heldRow(ctx, number);
}

async function heldRow(ctx: Ctx, number: number): Promise<RequestRow> {
  const row = await lockRequest(ctx.tx, workspaceOf(ctx).id, number);
  if (!row) throw notFound("request", String(number));
  return row;
}

async function refuseSecond(ctx: Ctx, wanted: WantedRequest): Promise<void> {
  const same = await findSameWish(ctx.tx, workspaceOf(ctx).id, {
    subject: { kind: wanted.subject_kind, ref: wanted.subject_ref },
    kind: wanted.kind,
    toStage: wanted.to_stage,
    environment: wanted.environment,
  });
  if (!same) return;
  throw new AppError("conflict", `Request ${same.number} asks for the same and is not decided. Follow it, or withdraw it first.`, {
    params: { reason: "request-open", requestNumber: same.number },
  });
}

/** What the version may do there already needs no request. */
async function refuseCovered(ctx: Ctx, wanted: WantedRequest): Promise<void> {
  const covering = await coveringAuthorisation(ctx, wanted);
  if (!covering) return;
  throw new AppError("conflict", coveredWords(wanted), {
    params: { reason: "allowed-already", requestNumber: covering.request_number },
  });
}

export const coveredWords = ({ facts, environment }: WantedRequest): string => `${titleOf(facts)} may do that in ${environment} already.`;

/** What lets the version do all that is wanted, if anything does; break-glass ends by itself and does not count. */
export async function coveringAuthorisation(ctx: Ctx, wanted: WantedRequest): Promise<AuthorisationRow | undefined> {
  const { environment, facts, uses } = wanted;
  if (environment === null || facts.stage !== wanted.to_stage) return undefined;
  const subject = { kind: wanted.subject_kind, ref: wanted.subject_ref };
  const held = await selectAuthorisations(ctx.tx, workspaceOf(ctx).id, { at: ctx.now, environment, subject, limit: 100 });
  return held.find((one) => !one.is_break_glass && uses.every((use) => allows(one, use, wanted.canary_max_percent ?? 100)));
}

function allows(held: AuthorisationRow, use: Use, canaryPercent: number): boolean {
  if (use !== "canary") return held.uses.includes(use);
  return held.uses.includes("full") || (held.uses.includes("canary") && (held.canary_max_percent ?? 100) >= canaryPercent);
}

function refuseDenied({ selection, policy }: Situation, wanted: WantedRequest): void {
  if (selection.kind === "denied") {
    throw new AppError("precondition-failed", selection.words, { params: { reason: "no-policy" } });
  }
  if (wanted.to_stage === "production" && wanted.digest === null) {
    throw new AppError(
      "precondition-failed",
      "The bytes of this version lie outside the platform, so nobody could tell what was approved. Register it from artifacts that are stored here.",
      { params: { reason: "no-digest" } },
    );
  }
  const beyond = beyondAllowance(policy?.allow ?? null, wanted);
  if (!beyond) return;
  const field = beyond.reason === "canary-too-large" ? [{ path: "canaryMax", message: beyond.words }] : [];
  throw new AppError("precondition-failed", beyond.words, { params: { reason: beyond.reason }, fields: field });
}

/** Writes the event of a request that was opened on the way of another operation. */
export function recordOpening(ctx: Ctx, row: RequestRow): void {
  recordAct(ctx.tx, ctx, {
    audit: {
      action: "approvals.request.open",
      outcome: "done",
      subject: { kind: "request", id: String(row.number) },
      after: openedFacts(row),
    },
    changes: [{ topic: "request", subject: String(row.number), kind: "open" }],
    now: ctx.now,
  });
}
