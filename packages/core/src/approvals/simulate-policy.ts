import * as contract from "@plumbline/contracts/approvals/policy";
import { query, workspaceOf } from "../kernel/index.ts";
import type { DecisionRecord, RecordedEvidence } from "./decision-record.ts";
import { asPublished } from "./policy/describe.ts";
import { soundPolicy } from "./publish-policy.ts";
import { policiesInForce } from "./published-policies.ts";
import type { EvidenceFact } from "./rules/evidence-fact.ts";
import { sensitivityAt } from "./rules/sensitivity.ts";
import { type PastDecision, simulate } from "./rules/simulate.ts";
import { type AuthorisationRow, selectAuthorisations } from "./store/authorisations.ts";
import { type RequestRow, selectDecisions } from "./store/requests.ts";

const authorisationMax = 2000;

export const simulatePolicy = query(contract.simulatePolicy, async (ctx, { source, line }): Promise<contract.PolicySimulation> => {
  const workspaceId = workspaceOf(ctx).id;
  const draft = asPublished(await soundPolicy(ctx, source));
  const policies = await policiesInForce(ctx);
  const inForce = policies.find(({ scope, document }) => scope === "workspace" && document.name === draft.document.name) ?? null;
  const rows = await selectDecisions(ctx.tx, workspaceId);
  const authorised = await selectAuthorisations(ctx.tx, workspaceId, { at: null, limit: authorisationMax });
  const fates = new Map(rows.map((row) => [row.number, fateOf(row, authorised, ctx.now)]));
  const past = rows.flatMap((row) => (row.decision ? [pastOf(row, row.decision, fates.get(row.number) === "rolled-back")] : []));
  const simulation = simulate(draft, past, policies);
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return {
    items: simulation.items.flatMap((item) => {
      const row = byNumber.get(item.requestNumber);
      if (!row?.decision || !row.decided_at) return [];
      return [
        {
          requestNumber: row.number,
          title: row.title,
          decidedAt: row.decided_at.toISOString(),
          outcome: row.decision.outcome,
          passes: item.passes,
          blockedBy: [...item.blockedBy],
          since: fates.get(row.number) ?? "not-live",
        },
      ];
    }),
    blocked: simulation.blocked,
    rolledBack: simulation.rolledBack,
    rolledBackBlocked: simulation.rolledBackBlocked,
    sensitivity: line === undefined ? null : toSensitivity(sensitivityAt({ draft, past, others: policies, inForce, line })),
  };
});

function toSensitivity(found: ReturnType<typeof sensitivityAt>): contract.PolicySimulation["sensitivity"] {
  return found && { ...found, points: [...found.points] };
}

/** What became of what a decision allowed. */
function fateOf(row: RequestRow, authorised: readonly AuthorisationRow[], now: Date): contract.PolicySimulation["items"][number]["since"] {
  const id = row.decision?.authorisationId;
  const own = authorised.find((one) => one.id === id);
  if (!own) return "not-live";
  if (own.ended_at === null && (own.valid_until === null || own.valid_until > now)) return "live";
  if (own.end_reason?.startsWith("Rolled back")) return "rolled-back";
  if (own.end_reason?.startsWith("Retired")) return "retired";
  return "replaced";
}

function pastOf(row: RequestRow, decision: DecisionRecord, wasRolledBack: boolean): PastDecision {
  return {
    requestNumber: row.number,
    decidedAt: row.decided_at ?? new Date(0),
    outcome: decision.outcome,
    facts: decision.facts,
    subject: { digest: decision.digest ?? "", ownerIds: decision.ownerIds },
    evidence: decision.evidence.map((fact) => toFact(fact, decision.digest ?? "")),
    votes: [],
    // Who sat on which committee then is not kept: votes are not counted again.
    people: null,
    wasRolledBack,
  };
}

const toFact = (fact: RecordedEvidence, subjectDigest: string): EvidenceFact => ({
  ...fact,
  kind: fact.kind as EvidenceFact["kind"],
  verdict: fact.verdict as EvidenceFact["verdict"],
  subjectDigest,
  producedAt: new Date(fact.producedAt),
  validUntil: fact.validUntil === null ? null : new Date(fact.validUntil),
});
