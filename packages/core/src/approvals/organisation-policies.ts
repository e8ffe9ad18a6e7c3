import * as contract from "@plumbline/contracts/approvals/policy";
import { namesOfActors } from "../access/index.ts";
import { AppError, type Ctx, command, notFound, query, uuidv7 } from "../kernel/index.ts";
import { person } from "./approval-progress.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import { digestOf } from "./publish-policy.ts";
import * as store from "./store/organisation-policies.ts";

export const listOrganisationProposals = query(contract.listOrganisationProposals, async (ctx) => ({
  items: await toProposals(ctx, await store.selectProposals(ctx.tx)),
}));

/** The first administrator of a platform is alone with it: their proposals hold at once, until there is a second one. */
export const proposeOrganisationPolicy = command(contract.proposeOrganisationPolicy, async (ctx, input) => {
  const { name, source, isWithdrawal, reason } = input;
  await store.lockOrganisation(ctx.tx);
  const document = isWithdrawal ? null : documentOf(name, source);
  if (isWithdrawal && !(await store.selectMandatoryInForce(ctx.tx)).some((row) => row.name === name))
    throw notFound("policy in force", name);
  const id = uuidv7(ctx.now.getTime());
  await store.insertProposal(ctx.tx, {
    id,
    name,
    source: isWithdrawal ? "" : source,
    document,
    digest: document === null ? null : digestOf(source),
    reason,
    by: ctx.actor.id,
    at: ctx.now,
  });
  const isAlone = (await store.countDeciders(ctx.tx)) === 1;
  if (isAlone) await store.decideProposal(ctx.tx, { id, name, isApproved: true, by: ctx.actor.id, at: ctx.now });
  return {
    result: await readProposal(ctx, id),
    subject: { kind: "organisation-policy", id: name },
    after: { proposal: id, isWithdrawal, isAlone },
    note: reason,
  };
});

function documentOf(name: string, source: string) {
  const parsed = parsePolicy(source);
  if ("problems" in parsed) {
    const [first] = parsed.problems;
    throw new AppError("invalid", `The policy has ${parsed.problems.length} problems: line ${first?.line}: ${first?.message}`, {
      params: { reason: "policy-problems" },
      fields: parsed.problems.slice(0, 50).map(({ line, column, message }) => ({ path: `source:${line}:${column}`, message })),
    });
  }
  if (parsed.document.name !== name) {
    throw new AppError("invalid", `The text names the policy "${parsed.document.name}", not "${name}".`, {
      fields: [{ path: "source", message: `names "${parsed.document.name}"` }],
    });
  }
  return parsed.document;
}

export const decideOrganisationPolicy = command(contract.decideOrganisationPolicy, async (ctx, { proposalId, choice, reason }) => {
  await store.lockOrganisation(ctx.tx);
  const row = await store.lockProposal(ctx.tx, proposalId);
  if (!row) throw notFound("proposal", proposalId);
  if (row.state !== "proposed") throw new AppError("conflict", `The proposal is ${row.state} already.`, { params: { reason: "decided" } });
  if (row.proposed_by === ctx.actor.id && choice === "approve") {
    throw new AppError("forbidden", "Somebody else must approve what you proposed.", { params: { reason: "own-proposal" } });
  }
  await store.decideProposal(ctx.tx, { id: proposalId, name: row.name, isApproved: choice === "approve", by: ctx.actor.id, at: ctx.now });
  const result = await readProposal(ctx, proposalId);
  return {
    result,
    subject: { kind: "organisation-policy", id: row.name },
    before: { state: "proposed" },
    after: { state: result.state, version: result.version, proposal: proposalId },
    note: reason,
  };
});

async function readProposal(ctx: Ctx, id: string): Promise<contract.OrganisationProposal> {
  const row = await store.lockProposal(ctx.tx, id);
  const [proposal] = row ? await toProposals(ctx, [row]) : [];
  if (!proposal) throw notFound("proposal", id);
  return proposal;
}

async function toProposals(ctx: Ctx, rows: readonly store.OrganisationPolicyRow[]): Promise<contract.OrganisationProposal[]> {
  const names = await namesOfActors(
    ctx,
    rows.flatMap(({ proposed_by, decided_by }) => (decided_by === null ? [proposed_by] : [proposed_by, decided_by])),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    source: row.source,
    document: row.document,
    reason: row.reason,
    proposedBy: person(row.proposed_by, names),
    proposedAt: row.proposed_at.toISOString(),
    state: row.state,
    decidedBy: row.decided_by === null ? null : person(row.decided_by, names),
    decidedAt: row.decided_at?.toISOString() ?? null,
    version: row.version,
  }));
}
