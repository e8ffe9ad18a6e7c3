import { createHash } from "node:crypto";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { Environment } from "@plumbline/contracts/approvals/environment";
import type { Stage } from "@plumbline/contracts/approvals/stage";
import { peopleBehind } from "../access/index.ts";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { policiesInForce } from "./published-policies.ts";
import { beyondAllowance } from "./rules/allowance.ts";
import { basisOf } from "./rules/basis.ts";
import type { EffectivePolicy } from "./rules/effective-policy.ts";
import { type Electorate, electorateOf } from "./rules/electorate.ts";
import { evaluateClauses } from "./rules/evaluate-clauses.ts";
import type { MoveFacts } from "./rules/match-policy.ts";
import type { Involvement, Member } from "./rules/people.ts";
import { type PolicySelection, selectPolicy } from "./rules/select-policy.ts";
import { stageMove } from "./rules/stage-moves.ts";
import { recusalsOf, type Tally, tallyVotes } from "./rules/tally.ts";
import { selectDelegations, selectPeople } from "./store/electorate.ts";
import { findEnvironment } from "./store/environments.ts";
import { selectVotes, type VoteRow } from "./store/request-acts.ts";
import type { RequestRow } from "./store/requests.ts";
import { handlerOf, readEvidence, type SubjectEvidence, type SubjectFacts } from "./subjects.ts";

/** What is asked, whether or not a request was opened for it. */
export type Wish = Pick<
  RequestRow,
  "kind" | "subject_kind" | "subject_ref" | "digest" | "to_stage" | "environment" | "uses" | "canary_max_percent" | "opened_by" | "payload"
> & { readonly number: number | null };

/** Everything that decides a request, as it stands now. */
export interface Situation {
  readonly wish: Wish;
  /** Undefined once the subject was removed. */
  readonly subject: SubjectFacts | undefined;
  readonly moveFacts: MoveFacts;
  readonly selection: PolicySelection;
  /** Null where no policy governs, or none lets it pass. */
  readonly policy: EffectivePolicy | null;
  readonly evidence: readonly SubjectEvidence[];
  readonly clauses: readonly Clause[];
  /** It asks for more use than the policies in force let anybody have. */
  readonly beyond: string | null;
  /** Why nothing can pass whatever the evidence says: it asks for too much, or policies contradict each other. */
  readonly obstacle: string | null;
  /** Why it cannot come to pass any more at all; null while it can. */
  readonly overtaken: string | null;
  /** Every clause is met and nothing else is in the way: people may vote. */
  readonly isReady: boolean;
  readonly basis: string;
  readonly members: readonly Member[];
  readonly electorate: Electorate;
  readonly votes: readonly VoteRow[];
  readonly tally: Tally;
  /** The requester is the only person of the workspace, and the policy lets such a change pass. */
  readonly isAlone: boolean;
}

/** With `hold`, the subject's row is locked: the last of the lock order policy, request, version. */
export async function readSituation(ctx: Ctx, wish: Wish, { hold }: { readonly hold: boolean }): Promise<Situation> {
  const subject = await handlerOf(wish.subject_kind).find(ctx, wish.subject_ref, { hold });
  const environment = await environmentOf(ctx, wish);
  const moveFacts = moveFactsOf(wish, subject, environment);
  const selection = selectPolicy(moveFacts, await policiesInForce(ctx));
  const policy = selection.kind === "governed" ? selection.policy : null;
  const evidence = subject && policy && policy.require.length > 0 ? await readEvidence(ctx, subject) : [];
  const digest = wish.digest?.toString("hex") ?? subject?.digest ?? "";
  const clauses = clausesOf({ policy, subject, evidence, digest, now: ctx.now });
  const basis = basisOf({ subjectDigest: digest, require: policy?.require ?? [], clauses });
  const beyond = beyondAllowance(policy?.allow ?? null, wish)?.words ?? null;
  const obstacle = beyond ?? policy?.contradictions[0] ?? null;
  const voting = await readVoting(ctx, { wish, subject, policy, evidence, clauses, basis });
  return {
    wish,
    subject,
    moveFacts,
    selection,
    policy,
    evidence,
    clauses,
    beyond,
    obstacle,
    overtaken: overtakenBy(wish, subject, environment),
    isReady: clauses.every(({ state }) => state === "met") && obstacle === null,
    basis,
    ...voting,
  };
}

interface Known extends Pick<Situation, "policy" | "subject" | "evidence"> {
  readonly digest: string;
  readonly now: Date;
}

function clausesOf({ policy, subject, evidence, digest, now }: Known): Clause[] {
  if (!(policy && subject)) return [];
  const ownerIds = subject.ownerId === null ? [] : [subject.ownerId];
  return evaluateClauses(policy, { evidence, subject: { digest, ownerIds }, now });
}

interface Judged {
  readonly wish: Wish;
  readonly subject: SubjectFacts | undefined;
  readonly policy: EffectivePolicy | null;
  readonly evidence: readonly SubjectEvidence[];
  readonly clauses: readonly Clause[];
  readonly basis: string;
}

async function readVoting(ctx: Ctx, judged: Judged) {
  const { wish, policy, basis } = judged;
  const workspaceId = workspaceOf(ctx).id;
  const people = await selectPeople(ctx.tx, workspaceId);
  const members = people.map(
    (row): Member => ({ userId: row.user_id, name: row.name, role: row.role, groups: row.groups, isDisabled: row.is_disabled }),
  );
  const votes = wish.number === null ? [] : await selectVotes(ctx.tx, workspaceId, wish.number);
  const cast = votes.map((row) => ({
    id: row.id,
    voterId: row.voter_id,
    onBehalfOfId: row.on_behalf_of,
    choice: row.choice,
    reason: row.reason,
    basis: row.basis.toString("hex"),
    castAt: row.cast_at,
  }));
  const delegations = await selectDelegations(ctx.tx, workspaceId, ctx.now);
  const rules = { approvals: policy?.approvals ?? [], veto: policy?.veto ?? [], exclude: policy?.exclude ?? [] };
  const electorate = electorateOf(rules, {
    members,
    involved: await involvedIn(ctx, judged),
    recusals: recusalsOf(cast),
    delegations: delegations.map((row) => ({
      fromUserId: row.from_user_id,
      toUserId: row.to_user_id,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
    })),
    now: ctx.now,
  });
  return {
    members,
    electorate,
    votes,
    tally: tallyVotes({ electorate, order: policy?.order ?? "any", votes: cast, basis }),
    isAlone: policy?.alone === "allow" && (await isAlone(ctx, wish, members)),
  };
}

/** Whether a change is asked for where there is one person only: by them, or by a service account behind which stands nobody else. */
async function isAlone(ctx: Ctx, { kind, opened_by }: Wish, members: readonly Member[]): Promise<boolean> {
  const active = members.filter(({ isDisabled }) => !isDisabled);
  if (kind === "promotion" || kind === "retirement" || active.length !== 1) return false;
  const behind = (await peopleBehind(ctx, [opened_by])).get(opened_by) ?? new Set<string>();
  return [...behind].every((userId) => userId === active[0]?.userId || !members.some((member) => member.userId === userId));
}

/** Who has a part in what is voted on: everybody behind each service account that acted, since nobody can tell which of them it was. */
async function involvedIn(ctx: Ctx, { wish, subject, evidence, clauses }: Judged): Promise<Involvement[]> {
  const used = new Set(clauses.flatMap(({ evidenceId }) => (evidenceId === null ? [] : [evidenceId])));
  const acts: readonly { part: Involvement["part"]; actorId: string | null | undefined; words: string }[] = [
    ...(subject?.authorIds ?? []).map((actorId) => ({ part: "author" as const, actorId, words: "trained the model" })),
    ...(subject?.registrantIds ?? []).map((actorId) => ({ part: "registrant" as const, actorId, words: "registered the version" })),
    { part: "requester", actorId: wish.opened_by, words: "opened this request" },
    ...evidence
      .filter(({ id }) => used.has(id))
      .map(({ answeredById, title }) => ({
        part: "evidence_producer" as const,
        actorId: answeredById,
        words: `produced the evidence "${title}"`,
      })),
  ];
  const behind = await peopleBehind(
    ctx,
    acts.flatMap(({ actorId }) => actorId ?? []),
  );
  return acts.flatMap(({ part, actorId, words }) => [...(behind.get(actorId ?? "") ?? [])].map((userId) => ({ part, userId, words })));
}

/** Where a version comes from that is in a stage already. */
export const stageBefore: Readonly<Record<Stage, Stage>> = {
  experimental: "experimental",
  staging: "experimental",
  production: "staging",
  retired: "production",
};

const environmentOf = async (ctx: Ctx, { environment: name }: Wish): Promise<Environment | null> =>
  name === null ? null : ((await findEnvironment(ctx.tx, workspaceOf(ctx).id, { name, now: ctx.now })) ?? null);

/** What policies look at. */
const moveFactsOf = (wish: Wish, subject: SubjectFacts | undefined, environment: Environment | null): MoveFacts => ({
  move: moveOf(wish, subject?.stage ?? "experimental"),
  tier: subject?.tier ?? null,
  environment: environment ? { name: environment.name, stage: environment.stage } : null,
  tags: subject?.tags ?? {},
  model: subject?.model ?? null,
  also: subject?.alsoKnownAs ?? [],
});

/** A request that waits while its version goes another way must not undo that, nor one for an environment that is closed hold anything up. */
function overtakenBy({ to_stage: to }: Wish, subject: SubjectFacts | undefined, environment: Environment | null): string | null {
  if (environment?.isArchived) return `The environment "${environment.name}" was closed.`;
  const stage = subject?.stage ?? null;
  if (to === null || stage === null || (stage === to && to !== "retired") || stageMove(stage, to).kind === "governed") return null;
  return `The version is in ${stage} by now: it does not go to ${to} by this request any more.`;
}

/** A version that has the stage already asks for more use of it, and is judged as if it came from the stage before. */
function moveOf({ kind, to_stage: to }: Wish, stage: Stage): MoveFacts["move"] {
  if (to !== null) return { kind: "transition", from: stage === to ? stageBefore[to] : stage, to };
  if (kind === "tier" || kind === "policy") return { kind: "change", change: kind };
  return { kind: "change", change: "attributes" };
}

/** SHA-256 of what a change would write. */
export const payloadDigest = (canonical: string): Buffer => createHash("sha256").update(canonical).digest();
