import type { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import type { Ctx } from "../kernel/index.ts";
import { asList, readTransition } from "./policy/check-document.ts";
import { policiesInForce } from "./published-policies.ts";
import { type MoveFacts, matchesElsewhere, matchesPolicy } from "./rules/match-policy.ts";
import { handlerOf, type SubjectFacts, type SubjectKey } from "./subjects.ts";

/** Job templates that policies in force name for what may once be moved: those of every policy that could govern a move of the subject. */
export async function evaluationsOf(ctx: Ctx, { kind, ref }: SubjectKey): Promise<string[]> {
  const naming = (await policiesInForce(ctx)).filter(({ document }) => (document.evaluations ?? []).length > 0);
  const subject = naming.length === 0 ? undefined : await handlerOf(kind).find(ctx, ref, { hold: false });
  if (!subject) return [];
  const names = naming.flatMap(({ document }) => (couldGovern(document, subject) ? (document.evaluations ?? []) : []));
  return [...new Set(names)];
}

/** In whichever environment: that is chosen later. */
function couldGovern(document: PolicyDocument, subject: SubjectFacts): boolean {
  const { environment: _later, ...match } = document.match;
  const anywhere = { ...document, match };
  return movesOf(document).some((move) => {
    const facts = { move, tier: subject.tier, environment: null, tags: subject.tags, model: subject.model, also: subject.alsoKnownAs };
    return matchesPolicy(anywhere, facts) || matchesElsewhere(anywhere, facts);
  });
}

function movesOf({ match }: PolicyDocument): MoveFacts["move"][] {
  return asList(match.transition).flatMap((text) => {
    const { from, to } = readTransition(text);
    return from.map((stage) => ({ kind: "transition", from: stage, to }) as const);
  });
}
