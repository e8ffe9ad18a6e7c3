import * as contract from "@plumbline/contracts/jobs/job";
import { decodeCursor, encodeCursor, query, workspaceOf } from "../kernel/index.ts";
import { toJobs } from "./job-view.ts";
import { type JobFilter, type JobPosition, selectJobs } from "./store/list-jobs.ts";

export const listJobs = query(contract.listJobs, async (ctx, { limit, cursor, ...wanted }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const filter: JobFilter = {
    state: wanted.state ?? null,
    submittedBy: wanted.mine ? ctx.actor.id : null,
    kind: wanted.kind ?? null,
    name: wanted.name ?? null,
    runId: wanted.runId ?? null,
  };
  const order = JSON.stringify(["jobs", workspaceId, filter]);
  const after = cursor === undefined ? null : positionOf(decodeCursor(order, cursor));
  const rows = await selectJobs(ctx.tx, workspaceId, { filter, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: await toJobs(ctx, page),
    nextCursor: last ? encodeCursor(order, [last.ended_at?.toISOString() ?? null, last.submitted_at.toISOString(), last.id]) : null,
  };
});

const positionOf = ([endedAt, submittedAt, id]: unknown[]): JobPosition => ({
  endedAt: endedAt === null ? null : String(endedAt),
  submittedAt: String(submittedAt),
  id: String(id),
});
