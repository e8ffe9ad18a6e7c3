import * as contract from "@plumbline/contracts/approvals/policy";
import { type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { knownNames } from "./known-names.ts";
import { asPublished } from "./policy/describe.ts";
import { describeChange } from "./policy/describe-change.ts";
import { checkReferences, type ParsedPolicy, parsePolicy } from "./policy/parse-policy.ts";
import type { PublishedPolicy } from "./policy/requirement.ts";
import { linesOf, policiesInForce } from "./published-policies.ts";
import { basisOf } from "./rules/basis.ts";
import { evaluateClauses } from "./rules/evaluate-clauses.ts";
import { approvalWords } from "./rules/quorum-words.ts";
import { selectPolicy } from "./rules/select-policy.ts";
import { isAtLeastAsStrict } from "./rules/strictness.ts";
import { readSituation, type Situation } from "./situation.ts";
import { selectPoliciesInForce } from "./store/policies.ts";
import { selectUndecided } from "./store/requests.ts";

export const planPolicy = query(contract.planPolicy, async (ctx, { source }): Promise<contract.PolicyPlan> => {
  const parsed = parsePolicy(source);
  const problems = "problems" in parsed ? [...parsed.problems] : checkReferences(parsed, await knownNames(ctx), source);
  if ("problems" in parsed || problems.length > 0) return unsound(problems);
  const { name } = parsed.document;
  const current = (await selectPoliciesInForce(ctx.tx, workspaceOf(ctx).id)).find((row) => row.name === name);
  const before: ParsedPolicy | undefined = current && { document: current.document, lines: linesOf(current) };
  const policies = await policiesInForce(ctx);
  const draft = asPublished(parsed, (current?.version ?? 0) + 1);
  return {
    name,
    action: current === undefined ? "create" : current.source === source ? "none" : "change",
    fromVersion: current?.version ?? null,
    problems: [],
    changes: before ? describeChange(before, parsed) : [],
    weaker: policies.filter(({ scope }) => scope === "organisation").flatMap((mandatory) => isAtLeastAsStrict(draft, mandatory)),
    affectedRequests: await affectedBy(ctx, draft, policies),
    approval: approvalOf(policies),
  };
});

const unsound = (problems: contract.PolicyProblem[]): contract.PolicyPlan => ({
  name: null,
  action: "invalid",
  fromVersion: null,
  problems,
  changes: [],
  weaker: [],
  affectedRequests: [],
  approval: "",
});

/** Who must approve the publication, by the policies that are in force now. */
function approvalOf(policies: readonly PublishedPolicy[]): string {
  const facts = { move: { kind: "change", change: "policy" }, tier: null, environment: null, tags: {}, model: null } as const;
  const selection = selectPolicy(facts, policies);
  if (selection.kind !== "governed" || selection.policy.approvals.length === 0)
    return "Nobody is asked: no policy in force governs changes of policies.";
  const who = selection.policy.approvals.map((approval) => `${approval.min} of ${approvalWords(approval)}`).join(" and ");
  const alone = selection.policy.alone === "allow" ? "; while you are the workspace's only person, nobody" : "";
  return `${who} must approve, not you${alone}.`;
}

const replacing = (policies: readonly PublishedPolicy[], draft: PublishedPolicy): PublishedPolicy[] => [
  ...policies.filter(({ scope, document }) => scope === "organisation" || document.name !== draft.document.name),
  draft,
];

/** Undecided requests that would ask for other clauses, and how many votes that would make void. */
async function affectedBy(
  ctx: Ctx,
  draft: PublishedPolicy,
  policies: readonly PublishedPolicy[],
): Promise<contract.PolicyPlan["affectedRequests"]> {
  const rows = await selectUndecided(ctx.tx, workspaceOf(ctx).id, { hold: false });
  const affected: contract.PolicyPlan["affectedRequests"] = [];
  for (const row of rows) {
    const situation = await readSituation(ctx, row, { hold: false });
    const basis = basisUnder(situation, replacing(policies, draft), ctx.now);
    if (basis === situation.basis) continue;
    affected.push({
      number: row.number,
      title: row.title,
      voidsVotes: situation.tally.votes.filter(({ isValid, vote }) => isValid && vote.choice !== "recuse").length,
    });
  }
  return affected;
}

function basisUnder(situation: Situation, policies: readonly PublishedPolicy[], now: Date): string {
  const selection = selectPolicy(situation.moveFacts, policies);
  const require = selection.kind === "governed" ? selection.policy.require : [];
  const digest = situation.wish.digest?.toString("hex") ?? situation.subject?.digest ?? "";
  const ownerId = situation.subject?.ownerId ?? null;
  const subject = { digest, ownerIds: ownerId === null ? [] : [ownerId] };
  return basisOf({ subjectDigest: digest, require, clauses: evaluateClauses({ require }, { evidence: situation.evidence, subject, now }) });
}
