import * as contract from "@plumbline/contracts/quotas/request";
import { AppError, type Ctx, command, decodeCursor, encodeCursor, notFound, query, uuidv7, workspaceOf } from "../kernel/index.ts";
import type { AskedLimits } from "./on-cluster/plan-changes.ts";
import { mayWithdraw, toRequests } from "./request-view.ts";
import { type RequestWish, weighWish } from "./request-wish.ts";
import * as store from "./store/requests.ts";

export const previewQuotaRequest = query(contract.previewQuotaRequest, async (ctx, input) => {
  const { effect, approvalsNeeded, onCluster, problems } = await weighWish(ctx, wishOf(input));
  return { effect, approvalsNeeded, onCluster, problems: [...problems] };
});

export const createQuotaRequest = command(contract.createQuotaRequest, async (ctx, { reason, ...input }) => {
  const wish = wishOf(input);
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "A person asks for quota, not a service account.");
  const workspaceId = workspaceOf(ctx).id;
  const weighed = await weighWish(ctx, wish);
  const [problem] = weighed.problems;
  if (problem) throw new AppError("invalid", problem.message, { fields: [...weighed.problems] });
  const number = await store.takeNumber(ctx.tx, workspaceId);
  if ((await store.countOpen(ctx.tx, workspaceId)) >= contract.requestLimits.openPerWorkspace) {
    throw new AppError("conflict", `${contract.requestLimits.openPerWorkspace} requests of this workspace are open. Withdraw one first.`);
  }
  await store.insertRequest(ctx.tx, {
    ...{ id: uuidv7(ctx.now.getTime()), workspace_id: workspaceId, number, pool_id: weighed.pool.id, amount: wish.amount, reason },
    ...{ from_workspace_id: weighed.fromWorkspaceId, until: wish.until === null ? null : new Date(wish.until) },
    limits: wish.limits,
    ...{ needed: weighed.approvalsNeeded, simulation: weighed.effect, opened_by: ctx.actor.id, opened_at: ctx.now },
  });
  return {
    result: await getByNumber(ctx, number),
    subject: { kind: "quota-request", id: String(number) },
    after: {
      ...{ pool: weighed.pool.name, amount: wish.amount, from: wish.from, until: wish.until, ...wish.limits },
      approvalsNeeded: weighed.approvalsNeeded,
    },
    note: reason,
  };
});

/** What is asked, with the limits that are named. */
const wishOf = ({ borrowingLimit, lendingLimit, ...wish }: Omit<RequestWish, "limits"> & AskedLimits): RequestWish => ({
  ...wish,
  limits: { borrowingLimit, lendingLimit },
});

async function getByNumber(ctx: Ctx, number: number): Promise<contract.QuotaRequest> {
  const row = await store.findRequest(ctx.tx, workspaceOf(ctx).id, number);
  const [request] = row ? await toRequests(ctx, [row]) : [];
  if (!request) throw notFound("quota request", String(number));
  return request;
}

export const getQuotaRequest = query(contract.getQuotaRequest, (ctx, { number }) => getByNumber(ctx, number));

export const listQuotaRequests = query(contract.listQuotaRequests, async (ctx, { limit, cursor, state }) => {
  const order = `quota-requests ${state}`;
  const [before] = cursor === undefined ? [null] : decodeCursor(order, cursor);
  const page = { isOpenOnly: state === "open", before: typeof before === "number" ? before : null, limit: limit + 1 };
  const rows = await store.selectRequests(ctx.tx, workspaceOf(ctx).id, page);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: await toRequests(ctx, shown), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.number]) : null };
});

export const withdrawQuotaRequest = command(contract.withdrawQuotaRequest, async (ctx, { number }) => {
  const row = await store.lockRequest(ctx.tx, workspaceOf(ctx).id, number);
  if (!row) throw notFound("quota request", String(number));
  if (row.state !== "open") throw new AppError("conflict", `The request is ${row.state}.`, { params: { reason: "decided" } });
  if (!mayWithdraw(ctx, row)) {
    throw new AppError("forbidden", "Who opened the request, or an administrator of the workspace, may withdraw it.");
  }
  await store.closeRequest(ctx.tx, row.id, { state: "withdrawn", at: ctx.now });
  return {
    result: await getByNumber(ctx, number),
    subject: { kind: "quota-request", id: String(number) },
    before: { state: "open" },
    after: { state: "withdrawn" },
  };
});

const commentsMax = 200;

export const commentQuotaRequest = command(contract.commentQuotaRequest, async (ctx, { number, text }) => {
  const row = await store.lockRequest(ctx.tx, workspaceOf(ctx).id, number);
  if (!row) throw notFound("quota request", String(number));
  if ((await store.selectComments(ctx.tx, [row.id])).length >= commentsMax) {
    throw new AppError("conflict", `A request has at most ${commentsMax} comments.`);
  }
  const comment = { id: uuidv7(ctx.now.getTime()), request_id: row.id, author_id: ctx.actor.id, text, at: ctx.now };
  await store.insertComment(ctx.tx, workspaceOf(ctx).id, comment);
  return { result: await getByNumber(ctx, number), subject: { kind: "quota-request", id: String(number) }, after: { comment: comment.id } };
});
