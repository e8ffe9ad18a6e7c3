import type { RequestKind } from "@plumbline/contracts/approvals/request";
import type { RiskTier, Stage, Use } from "@plumbline/contracts/approvals/stage";
import type { Ctx } from "../kernel/index.ts";
import type { EvidenceFact } from "./rules/evidence-fact.ts";
import type { Guise } from "./rules/match-policy.ts";

/** Names a subject: `ref` stays the same when it is renamed. */
export interface SubjectKey {
  readonly kind: string;
  readonly ref: string;
}

/** What rules look at, and what people are shown. */
export interface SubjectFacts extends SubjectKey {
  /** As people know it, such as `default-risk/14`. */
  readonly id: string;
  /** Path of its page below the workspace, such as `/models/default-risk/14`. */
  readonly path: string;
  readonly model: string;
  readonly version: number | null;
  /** SHA-256 of the bytes, hex; null where there are none that could be checked. */
  readonly digest: string | null;
  readonly stage: Stage | null;
  /** The tier that counts. */
  readonly tier: RiskTier | null;
  readonly tags: Readonly<Record<string, string>>;
  /** What else the model was called, and how models with the same bytes are or were called and tagged. */
  readonly alsoKnownAs: readonly Guise[];
  /** The actors who trained these bytes and who registered them, under whatever name; a rule asks for the people behind them. */
  readonly authorIds: readonly string[];
  readonly registrantIds: readonly string[];
  /** Null where nobody is known. */
  readonly ownerId: string | null;
}

/** A change that was allowed: by votes, by a policy without votes, by nobody being asked, or by break-glass. */
export interface AllowedChange {
  readonly kind: RequestKind;
  readonly subject: SubjectKey;
  readonly requestNumber: number | null;
  /** The actor who asked for it. */
  readonly requestedBy: string;
  readonly toStage: Stage | null;
  readonly makeChampion: boolean;
  readonly uses: readonly Use[];
  readonly reason: string;
  /** For changes that are no moves: what is to be written. */
  readonly payload: Readonly<Record<string, unknown>> | null;
}

/** How approvals acts on a kind of subject, in its own transaction. The slice that owns the subject registers it. */
export interface SubjectHandler {
  readonly kind: string;
  /** The `ref` of what people call by a model's name and a version's number. */
  resolve(ctx: Ctx, name: { readonly model: string; readonly version: number | null }): Promise<string | undefined>;
  /** The subject as it is. With `hold`, its row is locked until the transaction ends. */
  find(ctx: Ctx, ref: string, options: { readonly hold: boolean }): Promise<SubjectFacts | undefined>;
  /** Checks the stored bytes against the digest before they are let anywhere; throws when they differ. */
  checkIntegrity?(ctx: Ctx, ref: string): Promise<void>;
  /** Carries out what was allowed: stage, alias, tier, history. */
  apply(ctx: Ctx, change: AllowedChange): Promise<void>;
}

/** Evidence as its reader gives it: a fact, its title, and the actor who answers for it (null for the platform). */
export interface SubjectEvidence extends EvidenceFact {
  readonly title: string;
  readonly answeredById: string | null;
}

/** All evidence on these bytes, newest first. */
export type EvidenceReader = (ctx: Ctx, subject: SubjectFacts) => Promise<readonly SubjectEvidence[]>;

const handlers = new Map<string, SubjectHandler>();
let reader: EvidenceReader | undefined;

/** Makes a kind of subject known. */
export function registerSubject(handler: SubjectHandler): void {
  handlers.set(handler.kind, handler);
}

/** Makes known where evidence is read. */
export function registerEvidenceReader(given: EvidenceReader): void {
  reader = given;
}

/** A process that did not load the slice of a subject could only let everything through: it is refused. */
export function handlerOf(kind: string): SubjectHandler {
  const handler = handlers.get(kind);
  if (!handler) throw new Error(`no slice has registered the subject "${kind}" with registerSubject`);
  return handler;
}

export function readEvidence(ctx: Ctx, subject: SubjectFacts): Promise<readonly SubjectEvidence[]> {
  if (!reader) throw new Error("no slice has registered with registerEvidenceReader: import @plumbline/core/evidence first");
  return reader(ctx, subject);
}
