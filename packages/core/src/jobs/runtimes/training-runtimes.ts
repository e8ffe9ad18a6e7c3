import { createHash } from "node:crypto";
import * as contract from "@plumbline/contracts/jobs/runtime";
import canonicalize from "canonicalize";
import { namesOfActors } from "../../access/index.ts";
import { AppError, type Ctx, command, notFound, query, systemActor } from "../../kernel/index.ts";
import {
  countRuntimeUses,
  findNewestRuntime,
  insertRuntime,
  listRuntimeRows,
  type RuntimeContent,
  type RuntimeRow,
  retireVersions,
} from "../store/runtimes.ts";

export const listRuntimes = query(contract.listRuntimes, async (ctx) => ({
  items: await readRuntimes(ctx, await listRuntimeRows(ctx.tx)),
}));

/** The next version, unless the newest is the same and in use. */
export const putRuntime = command(contract.putRuntime, async (ctx, { runtime: name, ...body }) => {
  const newest = await findNewestRuntime(ctx.tx, name);
  const digest = digestOf(body);
  const isSame = newest?.digest.equals(digest) && newest.retired_at === null;
  const row = isSame && newest ? newest : await insertNext(ctx, { name, version: (newest?.version ?? 0) + 1, body, digest });
  const [result] = await readRuntimes(ctx, [row]);
  if (!result) throw new Error("a runtime that was just written cannot be shown");
  return {
    result,
    subject: { kind: "training-runtime", id: `${name}@${row.version}` },
    after: { digest: digest.toString("hex"), image: body.image, isNew: !isSame },
  };
});

export const retireRuntime = command(contract.retireRuntime, async (ctx, { runtime: name }) => {
  if (!(await findNewestRuntime(ctx.tx, name))) throw notFound("training runtime", name);
  const retired = await retireVersions(ctx.tx, name, ctx.now);
  return {
    result: {},
    subject: { kind: "training-runtime", id: name },
    after: { retired: retired.map(({ version }) => version).sort((left, right) => left - right) },
  };
});

/** Says whether two bodies are the same, however they were written. */
export const digestOf = (body: RuntimeContent): Buffer =>
  createHash("sha256")
    .update(canonicalize(body) ?? "")
    .digest();

async function insertNext(
  ctx: Ctx,
  next: { readonly name: string; readonly version: number; readonly body: RuntimeContent; readonly digest: Buffer },
): Promise<RuntimeRow> {
  const row = await insertRuntime(ctx.tx, { ...next, createdBy: ctx.actor.id, now: ctx.now });
  if (row) return row;
  throw new AppError(
    "conflict",
    `Somebody else made version ${next.version} of "${next.name}" just now. Look at it, and send yours again if it differs.`,
  );
}

async function readRuntimes(ctx: Ctx, rows: readonly RuntimeRow[]): Promise<contract.TrainingRuntime[]> {
  const [names, uses] = await Promise.all([
    namesOfActors(
      ctx,
      rows.map((row) => row.created_by),
    ),
    ctx.workspace ? countRuntimeUses(ctx.tx, ctx.workspace.id) : [],
  ]);
  return rows.map((row) => ({
    ...row.body,
    name: row.name,
    version: row.version,
    createdBy: { id: row.created_by, name: row.created_by === systemActor.id ? systemActor.name : (names.get(row.created_by) ?? null) },
    createdAt: row.created_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
    jobs: uses.find(({ name, version }) => name === row.name && version === row.version)?.jobs ?? 0,
  }));
}
