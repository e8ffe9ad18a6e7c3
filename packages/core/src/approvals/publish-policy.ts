import { createHash } from "node:crypto";
import * as contract from "@plumbline/contracts/approvals/policy";
import type { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import canonicalize from "canonicalize";
import { z } from "zod";
import { AppError, type Ctx, command, notFound, recordAct, workspaceOf } from "../kernel/index.ts";
import { knownNames } from "./known-names.ts";
import { changeOf, openFor, recordOpening } from "./open-request.ts";
import { checkReferences, type ParsedPolicy, parsePolicy } from "./policy/parse-policy.ts";
import { isUndecided } from "./request-view.ts";
import { event, settle } from "./settle.ts";
import { payloadDigest } from "./situation.ts";
import {
  insertPolicyVersion,
  lockPolicies,
  removeDraft,
  selectPoliciesInForce,
  selectPolicyVersions,
  setCurrentVersion,
} from "./store/policies.ts";
import { lockRequest, selectUndecided } from "./store/requests.ts";
import { type AllowedChange, registerSubject, type SubjectFacts } from "./subjects.ts";

/** Policies in force that a workspace may have. */
const policyMax = 200;

export const publishPolicy = command(contract.publishPolicy, async (ctx, { policy: name, source, reason }) => {
  const workspaceId = workspaceOf(ctx).id;
  await lockPolicies(ctx.tx, workspaceId, "exclusive");
  const parsed = await soundPolicy(ctx, source);
  const { document } = parsed;
  if (document.name !== name) {
    throw new AppError("invalid", `The text names the policy "${document.name}", not "${name}".`, {
      fields: [{ path: "source", message: `line ${parsed.lines.get("name") ?? 1}: names "${document.name}"` }],
    });
  }
  const inForce = await selectPoliciesInForce(ctx.tx, workspaceId);
  if (inForce.find((row) => row.name === name)?.source === source) {
    throw new AppError("conflict", "This is the text in force already.", { params: { reason: "policy-unchanged" } });
  }
  if (inForce.length >= policyMax && !inForce.some((row) => row.name === name)) {
    throw new AppError("quota-exceeded", `A workspace has at most ${policyMax} policies in force. Withdraw one first.`);
  }
  const row = await openPolicyRequest(ctx, { name, payload: { action: "publish", source }, reason, title: `Publish policy ${name}` });
  const [newest] = await selectPolicyVersions(ctx.tx, workspaceId, name);
  const isApplied = row.state === "approved";
  return {
    result: { isApplied, requestNumber: row.number, version: isApplied ? (newest?.version ?? null) : null },
    subject: { kind: "policy", id: name },
    after: { requestNumber: row.number, isApplied, sourceDigest: digestOf(source).toString("hex") },
    note: reason,
  };
});

export const withdrawPolicy = command(contract.withdrawPolicy, async (ctx, { policy: name, reason }) => {
  const workspaceId = workspaceOf(ctx).id;
  await lockPolicies(ctx.tx, workspaceId, "exclusive");
  if (!(await selectPoliciesInForce(ctx.tx, workspaceId)).some((row) => row.name === name)) throw notFound("policy in force", name);
  const row = await openPolicyRequest(ctx, { name, payload: { action: "withdraw" }, reason, title: `Withdraw policy ${name}` });
  return {
    result: { isApplied: row.state === "approved", requestNumber: row.number },
    subject: { kind: "policy", id: name },
    after: { requestNumber: row.number },
    note: reason,
  };
});

/** The parsed text; refused with every problem, its line and column. */
export async function soundPolicy(ctx: Ctx, source: string): Promise<ParsedPolicy> {
  const parsed = parsePolicy(source);
  const problems = "problems" in parsed ? parsed.problems : checkReferences(parsed, await knownNames(ctx), source);
  if ("problems" in parsed || problems.length > 0) {
    const [first] = problems;
    throw new AppError(
      "invalid",
      `The policy has ${problems.length} ${problems.length === 1 ? "problem" : "problems"}: line ${first?.line}: ${first?.message}`,
      {
        params: { reason: "policy-problems" },
        fields: problems.slice(0, 50).map(({ line, column, message }) => ({ path: `source:${line}:${column}`, message })),
      },
    );
  }
  return parsed;
}

interface PolicyWish {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly title: string;
}

async function openPolicyRequest(ctx: Ctx, { name, payload, reason, title }: PolicyWish) {
  const digest = payloadDigest(canonicalize({ name, payload }) ?? "");
  const row = await openFor(ctx, changeOf(ctx, { kind: "policy", title, facts: factsOf(name), payload, digest, reason }));
  recordOpening(ctx, row);
  return row;
}

const factsOf = (name: string): SubjectFacts => ({
  kind: "policy",
  ref: name,
  id: name,
  path: `/policies/${name}`,
  model: name,
  version: null,
  digest: null,
  stage: null,
  tier: null,
  tags: {},
  alsoKnownAs: [],
  authorIds: [],
  registrantIds: [],
  ownerId: null,
});

const Publication = z.discriminatedUnion("action", [
  z.object({ action: z.literal("publish"), source: z.string() }),
  z.object({ action: z.literal("withdraw") }),
]);

// A policy is a subject like any other: its publication is decided under the policies that are in force until then.
registerSubject({
  kind: "policy",
  resolve: (_ctx, { model }) => Promise.resolve(model),
  find: (_ctx, ref) => Promise.resolve(factsOf(ref)),
  apply: applyPublication,
});

async function applyPublication(ctx: Ctx, change: AllowedChange): Promise<void> {
  const workspaceId = workspaceOf(ctx).id;
  const { ref: name } = change.subject;
  // Whoever decides holds the policies together with others until here; to change them they are held alone.
  await lockPolicies(ctx.tx, workspaceId, "exclusive");
  const publication = Publication.parse(change.payload);
  const before = (await selectPoliciesInForce(ctx.tx, workspaceId)).find((row) => row.name === name)?.version ?? null;
  const after = publication.action === "withdraw" ? null : await publish(ctx, change, publication.source);
  if (after === null) await setCurrentVersion(ctx.tx, workspaceId, { name, version: null });
  recordAct(ctx.tx, ctx, {
    audit: {
      action: after === null ? "approvals.policy.withdraw" : "approvals.policy.publish",
      outcome: "done",
      subject: { kind: "policy", id: name },
      before: { version: before },
      after: { version: after, requestNumber: change.requestNumber },
    },
    changes: [{ topic: "policy", subject: name, kind: after === null ? "withdraw" : "publish" }],
    now: ctx.now,
  });
  await settleOthers(ctx, { name, except: change.requestNumber });
}

async function publish(ctx: Ctx, change: AllowedChange, source: string): Promise<number> {
  const parsed = parsePolicy(source);
  if ("problems" in parsed) throw new AppError("conflict", "The text that was proposed is not a sound policy any more.");
  const document: PolicyDocument = parsed.document;
  const version = await insertPolicyVersion(ctx.tx, workspaceOf(ctx).id, {
    name: change.subject.ref,
    source,
    document,
    digest: digestOf(source),
    by: change.requestedBy,
    at: ctx.now,
    requestNumber: change.requestNumber,
  });
  await removeDraft(ctx.tx, workspaceOf(ctx).id, { name: change.subject.ref, authorId: change.requestedBy });
  return version;
}

/** Undecided requests see the new policies at once, through the clauses that changed; what is live stays live. */
async function settleOthers(ctx: Ctx, { name, except }: { name: string; except: number | null }): Promise<void> {
  const rows = await selectUndecided(ctx.tx, workspaceOf(ctx).id, { hold: true });
  for (const { number } of rows) {
    // Settling one may publish another policy, and settle others in turn.
    const row = number === except ? undefined : await lockRequest(ctx.tx, workspaceOf(ctx).id, number);
    if (!(row && isUndecided(row))) continue;
    await event(ctx, row, { kind: "policy", text: `Policy ${name} changed.` });
    await settle(ctx, row, { isBeside: true });
  }
}

export const digestOf = (source: string): Buffer => createHash("sha256").update(source).digest();
