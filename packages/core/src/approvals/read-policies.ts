import * as contract from "@plumbline/contracts/approvals/policy";
import { namesOfActors } from "../access/index.ts";
import { AppError, type Ctx, command, notFound, query, workspaceOf } from "../kernel/index.ts";
import { person } from "./approval-progress.ts";
import { knownNames } from "./known-names.ts";
import { completionsAt } from "./policy/completions.ts";
import { describePolicy, governsWords } from "./policy/describe.ts";
import { checkReferences, parsePolicy } from "./policy/parse-policy.ts";
import { type OrganisationPolicyRow, selectMandatoryInForce, selectMandatoryVersions } from "./store/organisation-policies.ts";
import * as store from "./store/policies.ts";
import { selectUndecided } from "./store/requests.ts";

export const listPolicies = query(contract.listPolicies, async (ctx) => {
  const workspaceId = workspaceOf(ctx).id;
  const newest = await store.selectNewestVersions(ctx.tx, workspaceId);
  const inForce = new Map((await store.selectPoliciesInForce(ctx.tx, workspaceId)).map((row) => [row.name, row]));
  const drafts = await store.selectDraftNames(ctx.tx, workspaceId, ctx.actor.id);
  const open = await openByPolicy(ctx);
  const mandatory = await selectMandatoryInForce(ctx.tx);
  const names = await namesOfActors(ctx, [
    ...newest.map(({ published_by }) => published_by),
    ...mandatory.map(({ proposed_by }) => proposed_by),
  ]);
  const isKnown = new Set(newest.map(({ name }) => name));
  const own = newest.map((row): contract.Policy => {
    const current = inForce.get(row.name);
    return {
      ...ofVersion(current ?? row, "workspace"),
      version: current?.version ?? null,
      publishedBy: person((current ?? row).published_by, names),
      openRequest: open.get(row.name) ?? null,
      hasDraft: drafts.has(row.name),
    };
  });
  const onlyDrafts = [...drafts].filter((name) => !isKnown.has(name)).map((name) => unpublished(name, open.get(name) ?? null));
  const demanded = mandatory.flatMap((row): contract.Policy[] => {
    if (!row.document || row.version === null || !row.decided_at) return [];
    const at = { name: row.name, version: row.version, document: row.document, published_at: row.decided_at };
    return [{ ...ofVersion(at, "organisation"), publishedBy: person(row.proposed_by, names), openRequest: null, hasDraft: false }];
  });
  return { items: [...demanded, ...own, ...onlyDrafts] };
});

function ofVersion(row: Pick<store.PolicyVersionRow, "name" | "version" | "document" | "published_at">, scope: contract.Policy["scope"]) {
  return {
    name: row.name,
    scope,
    version: row.version,
    description: row.document.description ?? "",
    governs: governsWords(row.document),
    document: row.document,
    publishedAt: row.published_at.toISOString(),
  };
}

const unpublished = (name: string, openRequest: number | null): contract.Policy => ({
  name,
  scope: "workspace",
  version: null,
  description: "",
  governs: "nothing yet",
  document: null,
  publishedAt: null,
  publishedBy: null,
  openRequest,
  hasDraft: true,
});

/** The undecided request that would change each policy. */
async function openByPolicy(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const rows = await selectUndecided(ctx.tx, workspaceOf(ctx).id, { hold: false });
  return new Map(rows.filter(({ kind }) => kind === "policy").map((row) => [row.subject_ref, row.number]));
}

export const getPolicy = query(contract.getPolicy, async (ctx, { policy: name, scope }) => {
  const versions = scope === "workspace" ? await ownVersions(ctx, name) : await mandatoryVersions(ctx, name);
  const draft = scope === "workspace" ? await store.findDraft(ctx.tx, workspaceOf(ctx).id, { name, authorId: ctx.actor.id }) : undefined;
  const [newest] = versions;
  if (!newest && !draft) throw notFound("policy", name);
  const inForce = versions.find(({ isInForce }) => isInForce);
  const openRequest = scope === "workspace" ? ((await openByPolicy(ctx)).get(name) ?? null) : null;
  const shown = inForce ?? newest;
  const policy: contract.Policy = shown
    ? {
        name,
        scope,
        version: inForce?.version ?? null,
        description: shown.document.description ?? "",
        governs: governsWords(shown.document),
        document: shown.document,
        publishedAt: shown.publishedAt,
        publishedBy: shown.publishedBy,
        openRequest,
        hasDraft: draft !== undefined,
      }
    : unpublished(name, openRequest);
  return { policy, versions, draft: draft ? { source: draft.source, savedAt: draft.saved_at.toISOString() } : null };
});

async function ownVersions(ctx: Ctx, name: string): Promise<contract.PolicyVersion[]> {
  const rows = await store.selectPolicyVersions(ctx.tx, workspaceOf(ctx).id, name);
  const names = await namesOfActors(
    ctx,
    rows.map(({ published_by }) => published_by),
  );
  return rows.map((row) => ({
    name,
    scope: "workspace",
    version: row.version,
    source: row.source,
    document: row.document,
    digest: row.digest.toString("hex"),
    publishedAt: row.published_at.toISOString(),
    publishedBy: person(row.published_by, names),
    requestNumber: row.request_number,
    isInForce: row.is_in_force,
  }));
}

async function mandatoryVersions(ctx: Ctx, name: string): Promise<contract.PolicyVersion[]> {
  const rows = await selectMandatoryVersions(ctx.tx, name);
  const names = await namesOfActors(
    ctx,
    rows.map(({ proposed_by }) => proposed_by),
  );
  return rows.flatMap((row: OrganisationPolicyRow, index): contract.PolicyVersion[] => {
    const { document, version, digest, decided_at: decidedAt } = row;
    if (!document || version === null || !digest || !decidedAt) return [];
    return [
      {
        name,
        scope: "organisation",
        version,
        source: row.source,
        document,
        digest: digest.toString("hex"),
        publishedAt: decidedAt.toISOString(),
        publishedBy: person(row.proposed_by, names),
        requestNumber: null,
        isInForce: index === 0,
      },
    ];
  });
}

export const validatePolicy = query(contract.validatePolicy, async (ctx, { source }) => {
  const parsed = parsePolicy(source);
  if ("problems" in parsed) return { problems: [...parsed.problems], document: null, sentences: [] };
  const problems = checkReferences(parsed, await knownNames(ctx), source);
  return { problems, document: parsed.document, sentences: describePolicy(parsed) };
});

export const completePolicy = query(contract.completePolicy, (_ctx, { source, line, column }) => {
  const { items, from } = completionsAt(source, line, column);
  return Promise.resolve({ items: [...items], from });
});

/** Unfinished texts that one person may keep in a workspace. */
const draftMax = 100;

export const saveDraft = command(contract.saveDraft, async (ctx, { policy: name, source }) => {
  const workspaceId = workspaceOf(ctx).id;
  const known = await store.findDraft(ctx.tx, workspaceId, { name, authorId: ctx.actor.id });
  if (!known && (await store.countDrafts(ctx.tx, workspaceId, ctx.actor.id)) >= draftMax) {
    throw new AppError("quota-exceeded", `You keep ${draftMax} drafts already. Discard one first.`);
  }
  await store.putDraft(ctx.tx, workspaceId, { name, authorId: ctx.actor.id, source, at: ctx.now });
  return { result: { savedAt: ctx.now.toISOString() }, subject: { kind: "policy", id: name }, changes: [] };
});

export const discardDraft = command(contract.discardDraft, async (ctx, { policy: name }) => {
  await store.removeDraft(ctx.tx, workspaceOf(ctx).id, { name, authorId: ctx.actor.id });
  return { result: {}, subject: { kind: "policy", id: name }, changes: [] };
});
