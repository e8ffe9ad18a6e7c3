import * as contract from "@plumbline/contracts/registry/inventory";
import { z } from "zod";
import { AppError, type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { toEntries } from "./inventory.ts";
import { readActors } from "./model-view.ts";
import * as store from "./store/inventory.ts";
import { findModelKey } from "./store/models.ts";

const findingsMax = 1000;

export const getAsOf = query(contract.getAsOf, async (ctx, { model, at: given }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const at = given === undefined ? ctx.now : new Date(given);
  const modelKey = await keyAt(ctx, model, at);
  const [entry] = modelKey === undefined ? [] : await toEntries(ctx, await store.readInventory(ctx.tx, workspaceId, { at, modelKey }));
  if (modelKey === undefined || !entry) {
    throw new AppError("not-found", `There was no model "${model}" at ${at.toISOString()} in this workspace.`, {
      params: { noun: "model", id: model },
    });
  }
  const facts =
    entry.champion === null ? undefined : await store.findChampionFacts(ctx.tx, workspaceId, { modelKey, version: entry.champion, at });
  const findings = await store.listFindingsAsOf(ctx.tx, workspaceId, { modelKey, at, limit: findingsMax });
  return {
    entry,
    digest: facts?.digest?.toString("hex") ?? null,
    datasets: facts?.datasets ?? [],
    champions: terms(await store.listChampions(ctx.tx, workspaceId, { modelKey, at })),
    approval: facts ? await toApproval(ctx, facts) : null,
    findings: findings.map(({ title, severity, due_at, closed_at }) => ({
      title,
      severity,
      dueAt: due_at?.toISOString() ?? null,
      closedAt: closed_at?.toISOString() ?? null,
    })),
  };
});

/** The model that had the name then, or that has it now and another one then. */
async function keyAt(ctx: Ctx, name: string, at: Date): Promise<number | undefined> {
  const { id: workspaceId } = workspaceOf(ctx);
  const then = await store.findModelNamed(ctx.tx, workspaceId, { name, at });
  return then ?? (await findModelKey(ctx.tx, workspaceId, name))?.key;
}

/** Who was champion from when to when. */
function terms(moves: readonly store.ChampionRow[]): contract.AsOf["champions"] {
  return moves.flatMap(({ version, at }, index) => {
    const until = moves[index + 1]?.at.toISOString() ?? null;
    return version === null ? [] : [{ version, from: at.toISOString(), until }];
  });
}

/** The parts that are shown of what approvals keeps with a decision. */
const Decision = z.object({
  policies: z.array(z.object({ name: z.string(), version: z.int() })),
  clauses: z.array(z.object({ state: z.string() })),
  votes: z.array(
    z.object({ voterId: z.string(), name: z.string().nullable(), seat: z.string().nullable(), choice: z.string(), at: z.iso.datetime() }),
  ),
  conditions: z.array(z.record(z.string(), z.unknown())),
});

async function toApproval(ctx: Ctx, facts: store.ChampionFacts): Promise<contract.AsOf["approval"]> {
  const { request_number: requestNumber, decided_at: decidedAt } = facts;
  if (requestNumber === null || decidedAt === null) return null;
  const { policies, clauses, votes, conditions } = Decision.parse(facts.decision);
  const supporting = votes.flatMap(({ seat, ...vote }) => (vote.choice === "approve" && seat !== null ? [{ ...vote, seat }] : []));
  const actorOf = await readActors(
    ctx,
    supporting.map(({ voterId }) => voterId),
  );
  return {
    requestNumber,
    decidedAt: decidedAt.toISOString(),
    policies: policies.map(({ name, version }) => ({ name, version })),
    approvals: supporting.map(({ voterId, name, seat, at }) => ({ voter: { id: voterId, name: actorOf(voterId).name ?? name }, seat, at })),
    clausesMet: clauses.filter(({ state }) => state === "met").length,
    clauses: clauses.length,
    conditions: conditions.map(words),
  };
}

/** `{ canary: "10%" }` as `canary: 10%`. */
const words = (condition: Readonly<Record<string, unknown>>): string =>
  Object.entries(condition)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
