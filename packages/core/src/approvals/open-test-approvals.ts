import { createHash, randomUUID } from "node:crypto";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import type { RiskTier, Stage } from "@plumbline/contracts/approvals/stage";
import type { Role } from "@plumbline/contracts/permissions";
import { openTestEnvironment, type TestUser } from "@plumbline/testing";
import { AppError, type Caller, type Ctx } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import * as approvals from "./index.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import { digestOf } from "./publish-policy.ts";
import { insertPolicyVersion } from "./store/policies.ts";
import type { SubjectEvidence, SubjectFacts } from "./subjects.ts";

interface ThingRow {
  readonly ref: string;
  readonly stage: Stage;
  readonly tier: RiskTier | null;
  readonly author: string | null;
  readonly registrant: string | null;
  readonly owner: string | null;
  readonly digest: string;
  readonly champion: boolean;
}

const factsOf = (row: ThingRow): SubjectFacts => ({
  kind: "model-version",
  ref: row.ref,
  id: `${row.ref}/1`,
  path: `/models/${row.ref}/1`,
  model: row.ref,
  version: 1,
  digest: row.digest,
  stage: row.stage,
  tier: row.tier,
  tags: {},
  alsoKnownAs: [],
  authorIds: row.author === null ? [] : [row.author],
  registrantIds: row.registrant === null ? [] : [row.registrant],
  ownerId: row.owner,
});

/** What a test may say of a piece of evidence. */
export interface GivenEvidence {
  readonly kind?: SubjectEvidence["kind"];
  readonly verdict?: SubjectEvidence["verdict"];
  readonly values?: SubjectEvidence["values"];
  readonly producer?: string | null;
  readonly at?: Date;
}

/** Subjects and evidence in tables of the test's own, so that approvals are tested without the slices that stand on them. */
export async function openTestApprovals() {
  const env = await openTestEnvironment();
  await env.sql(`CREATE TABLE thing (workspace_id int NOT NULL, ref text PRIMARY KEY, stage text NOT NULL, tier text, author text, registrant text,
    owner text, digest text NOT NULL, champion boolean NOT NULL DEFAULT false)`);
  await env.sql("CREATE TABLE thing_fact (workspace_id int NOT NULL, ref text NOT NULL, fact jsonb NOT NULL, n serial)");
  await env.sql(
    "GRANT SELECT, INSERT, UPDATE ON thing, thing_fact TO plumbline_app; GRANT USAGE ON SEQUENCE thing_fact_n_seq TO plumbline_app",
  );
  const find = async (ctx: Ctx, ref: string, { hold }: { hold: boolean }) => {
    const row = await ctx.tx.row<ThingRow>(`SELECT * FROM thing WHERE workspace_id = $1 AND ref = $2${hold ? " FOR NO KEY UPDATE" : ""}`, [
      ctx.workspace?.id,
      ref,
    ]);
    return row && factsOf(row);
  };
  const broken = new Set<string>();
  approvals.registerSubject({
    kind: "model-version",
    resolve: (_ctx, { model }) => Promise.resolve(model),
    find,
    checkIntegrity: async (_ctx, ref) => {
      if (broken.has(ref)) throw new AppError("precondition-failed", `Version ${ref} is not intact.`);
    },
    apply: async (ctx, change) => {
      await ctx.tx.execute("UPDATE thing SET stage = COALESCE($3, stage), champion = champion OR $4 WHERE workspace_id = $1 AND ref = $2", [
        ctx.workspace?.id,
        change.subject.ref,
        change.toStage,
        change.makeChampion,
      ]);
    },
  });
  approvals.registerSubject({
    kind: "model",
    resolve: (_ctx, { model }) => Promise.resolve(model),
    find: async (ctx, ref, options) => {
      const facts = await find(ctx, ref, options);
      return facts && { ...facts, kind: "model", id: ref, version: null, digest: null, stage: null };
    },
    apply: async (ctx, change) => {
      await ctx.tx.execute("UPDATE thing SET tier = $3 WHERE workspace_id = $1 AND ref = $2", [
        ctx.workspace?.id,
        change.subject.ref,
        change.payload?.tier,
      ]);
    },
  });
  approvals.registerEvidenceReader(async (ctx, subject) => {
    const rows = await ctx.tx.rows<{ fact: SubjectEvidence & { producedAt: string; validUntil: string | null } }>(
      "SELECT fact FROM thing_fact WHERE workspace_id = $1 AND ref = $2 ORDER BY n DESC",
      [ctx.workspace?.id, subject.ref],
    );
    return rows.map(({ fact }) => ({
      ...fact,
      producedAt: new Date(fact.producedAt),
      validUntil: fact.validUntil === null ? null : new Date(fact.validUntil),
    }));
  });
  const site = { env, breakBytes: (ref: string) => void broken.add(ref), ...(await openSite(env)) };
  return site;
}

async function openSite(env: Awaited<ReturnType<typeof openTestEnvironment>>) {
  const workspace = await env.createWorkspace();
  await approvals.ensureStarters(env.deps);
  const scope = { role: "app", workspaceId: workspace.id, actorId: "system" } as const;
  const join = async (role: Role, groups: readonly string[] = []): Promise<TestUser> => {
    const user = await env.createUser();
    await env.sql("UPDATE user_account SET name = $2 WHERE id = $1", [user.id, `person ${user.id.slice(0, 4)}`]);
    await env.addMember(workspace, user, role);
    for (const group of groups) {
      await env.sql("INSERT INTO organisation_group (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", [randomUUID(), group]);
      await env.sql("INSERT INTO group_member (group_id, user_id) SELECT id, $2 FROM organisation_group WHERE name = $1", [group, user.id]);
    }
    return user;
  };
  const as = (user: TestUser, role: Role = "approver"): Caller => env.callerOf({ workspace, role, user });
  return {
    workspace,
    join,
    as,
    /** Puts a policy in force without asking anybody. */
    publish: async (source: string): Promise<number> => {
      const parsed = parsePolicy(source);
      if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
      const made = {
        name: parsed.document.name,
        source,
        document: parsed.document,
        digest: digestOf(source),
        by: "system",
        at: env.deps.now(),
      };
      return env.db.transaction(scope, (tx) => insertPolicyVersion(tx, workspace.id, { ...made, requestNumber: null }));
    },
    makeThing: async (given: Partial<ThingRow> = {}): Promise<string> => {
      const ref = `thing-${randomUUID().slice(0, 8)}`;
      const digest = createHash("sha256").update(ref).digest("hex");
      const row = { stage: "staging", tier: "low", author: null, registrant: null, owner: null, ...given };
      await env.sql(
        "INSERT INTO thing (workspace_id, ref, stage, tier, author, registrant, owner, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [workspace.id, ref, row.stage, row.tier, row.author, row.registrant, row.owner, digest],
      );
      return ref;
    },
    thing: async (ref: string): Promise<ThingRow | undefined> => (await env.sql<ThingRow>("SELECT * FROM thing WHERE ref = $1", [ref]))[0],
    /** Writes evidence and tells approvals, in one transaction, as the slice of evidence does. */
    prove: (ref: string, given: GivenEvidence = {}): Promise<void> =>
      systemContext(env.deps, workspace.id, async (ctx) => {
        const fact = evidenceOf(ref, given, ctx.now);
        await ctx.tx.execute("INSERT INTO thing_fact (workspace_id, ref, fact) VALUES ($1, $2, $3)", [
          workspace.id,
          ref,
          JSON.stringify(fact),
        ]);
        await approvals.evidenceChanged(ctx, { kind: "model-version", ref }, "Evidence arrived.");
      }),
    ask: (caller: Caller, ref: string, toStage: "staging" | "production" | "retired" = "production"): Promise<PromotionRequest> =>
      approvals.openRequest(env.deps, caller, { model: ref, version: 1, toStage, reason: "ready" }),
    vote: (user: TestUser, number: number, choice: "approve" | "reject" | "abstain" | "recuse" = "approve"): Promise<PromotionRequest> =>
      approvals.castVote(env.deps, as(user), { number, choice, reason: "looked at it" }),
    look: (number: number): Promise<PromotionRequest> =>
      approvals.getRequest(env.deps, env.callerOf({ workspace, role: "viewer" }), { number }),
  };
}

function evidenceOf(ref: string, given: GivenEvidence, now: Date): SubjectEvidence {
  const id = randomUUID();
  const producer = given.producer ?? null;
  return {
    id,
    digest: createHash("sha256").update(id).digest("hex"),
    kind: given.kind ?? "metrics",
    subjectDigest: createHash("sha256").update(ref).digest("hex"),
    verdict: given.verdict ?? "pass",
    title: "Evidence",
    summary: "Found.",
    values: given.values ?? { auc: 0.9 },
    inputs: [],
    producer: { kind: producer === null ? "platform" : "user", id: producer ?? "platform", name: null },
    answeredById: producer,
    producedAt: given.at ?? now,
    validUntil: null,
  };
}
