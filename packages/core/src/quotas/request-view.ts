import type { QuotaRequest } from "@plumbline/contracts/quotas/request";
import type { Tx } from "@plumbline/db";
import { namesOfActors } from "../access/index.ts";
import type { Ctx } from "../kernel/index.ts";
import { type ClusterParts, onClusterOf, readClusterParts } from "./on-cluster/cluster-view.ts";
import { unitsOf } from "./rules/pool-words.ts";
import { type ChangeRow, selectChangesOf } from "./store/changes.ts";
import { type PoolRow, selectEveryPool } from "./store/pools.ts";
import { type CommentRow, type RequestRow, selectComments, selectVotes, type VoteRow } from "./store/requests.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

interface Known {
  readonly votes: readonly VoteRow[];
  readonly comments: readonly CommentRow[];
  readonly pools: ReadonlyMap<string, PoolRow>;
  readonly workspaces: ReadonlyMap<number, string>;
  readonly people: ReadonlyMap<string, string>;
  readonly changes: readonly ChangeRow[];
  readonly parts: ClusterParts;
}

/** Requests as the caller may see them: six statements for all, and one for each cluster that they are of. */
export async function toRequests(ctx: Ctx, rows: readonly RequestRow[]): Promise<QuotaRequest[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [votes, comments] = [await selectVotes(ctx.tx, ids), await selectComments(ctx.tx, ids)];
  const changes = await selectChangesOf(ctx.tx, ids);
  const { pools, workspaces, parts } = await ctx.deps.db.transaction({ role: "system" }, (tx) => readNames(tx, rows));
  const people = [
    ...rows.map(({ opened_by }) => opened_by),
    ...votes.map(({ user_id }) => user_id),
    ...comments.map(({ author_id }) => author_id),
  ];
  const known = { votes, comments, pools, workspaces, changes, parts, people: await namesOfActors(ctx, people) };
  return rows.map((row) => toRequest(ctx, row, known));
}

async function readNames(tx: Tx, rows: readonly RequestRow[]) {
  const pools = new Map((await selectEveryPool(tx)).map((pool) => [pool.id, pool]));
  const shown = [...new Set(rows.map(({ pool_id }) => pool_id))].flatMap((id) => pools.get(id) ?? []);
  return { pools, workspaces: await selectWorkspaceNames(tx), parts: await readClusterParts(tx, shown) };
}

function toRequest(ctx: Ctx, row: RequestRow, { votes, comments, pools, workspaces, people, changes, parts }: Known): QuotaRequest {
  const person = (id: string) => ({ id, name: people.get(id) ?? null });
  const nameOf = (id: number) => workspaces.get(id) ?? "a workspace";
  const pool = pools.get(row.pool_id);
  const made = changes.filter(({ request_id }) => request_id === row.id);
  const own = votes.filter(({ request_id }) => request_id === row.id);
  return {
    ...{ id: row.id, number: row.number, workspace: nameOf(row.workspace_id), amount: row.amount, reason: row.reason, state: row.state },
    pool: { id: row.pool_id, name: pool?.name ?? "", flavour: pool?.flavour ?? "", units: pool ? unitsOf(pool) : "GPUs" },
    from: row.from_workspace_id === null ? null : nameOf(row.from_workspace_id),
    until: row.until?.toISOString() ?? null,
    limits: row.limits,
    approvalsNeeded: row.needed,
    votes: own.map((vote) => ({ by: person(vote.user_id), choice: vote.choice, reason: vote.reason, at: vote.at.toISOString() })),
    comments: comments
      .filter(({ request_id }) => request_id === row.id)
      .map((comment) => ({ id: comment.id, by: person(comment.author_id), text: comment.text, at: comment.at.toISOString() })),
    effect: row.simulation,
    onCluster: pool?.admission === "kueue" ? onClusterOf({ pool, row, made, parts, nameOf }) : null,
    ...{ openedBy: person(row.opened_by), openedAt: row.opened_at.toISOString() },
    ...{ decidedAt: row.decided_at?.toISOString() ?? null, endedAt: row.ended_at?.toISOString() ?? null },
    whyNotDecide: whyNotDecide(ctx, row, own),
    mayWithdraw: mayWithdraw(ctx, row),
    mayRetry: mayRetry(ctx, row, made),
  };
}

/** Undecided requests are decided by somebody of the platform team who did not ask, once each. */
export function whyNotDecide(ctx: Ctx, row: RequestRow, votes: readonly VoteRow[]): string | null {
  if (row.state !== "open") return `It is ${row.state}.`;
  if (!ctx.permissions.has("platform:compute")) return "The platform team decides.";
  if (row.opened_by === ctx.actor.id) return "Somebody else must decide what you asked for.";
  return votes.some(({ user_id }) => user_id === ctx.actor.id) ? "You have decided; somebody else must, too." : null;
}

export const mayWithdraw = (ctx: Ctx, row: RequestRow): boolean =>
  row.state === "open" &&
  (row.opened_by === ctx.actor.id || (ctx.workspace?.id === row.workspace_id && ctx.permissions.has("workspace:manage")));

export const mayRetry = (ctx: Ctx, row: RequestRow, changes: readonly ChangeRow[]): boolean =>
  ctx.permissions.has("platform:compute") &&
  (row.state === "approved" || row.state === "ended") &&
  changes.some(({ state }) => state === "failed");
