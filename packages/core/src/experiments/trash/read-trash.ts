import * as contract from "@plumbline/contracts/experiments/trash";
import { namesOfActors } from "../../access/index.ts";
import { type Ctx, decodeCursor, encodeCursor, query, systemActor, workspaceOf } from "../../kernel/index.ts";
import * as store from "../store/trash.ts";

const dayMs = 86_400_000;

export const listTrashedRuns = query(contract.listTrashedRuns, async (ctx, { search, limit, cursor }) => {
  const order = JSON.stringify(["trashed-runs", search]);
  const rows = await store.listTrashedRuns(ctx.tx, workspaceOf(ctx).id, { search, limit: limit + 1, after: positionOf(order, cursor) });
  const page = rows.slice(0, limit);
  const deleted = await deletedOf(ctx, page);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => ({
      runId: row.run_id,
      name: row.name,
      experimentId: String(row.experiment_id),
      experimentName: row.experiment_name,
      ...deleted(row),
    })),
    nextCursor: last ? encodeCursor(order, [last.deleted_time, last.key]) : null,
  };
});

export const listTrashedExperiments = query(contract.listTrashedExperiments, async (ctx, { search, limit, cursor }) => {
  const order = JSON.stringify(["trashed-experiments", search]);
  const after = positionOf(order, cursor);
  const rows = await store.listTrashedExperiments(ctx.tx, workspaceOf(ctx).id, { search, limit: limit + 1, after });
  const page = rows.slice(0, limit);
  const deleted = await deletedOf(ctx, page);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => ({ experimentId: String(row.id), name: row.name, runs: row.runs, ...deleted(row) })),
    nextCursor: last ? encodeCursor(order, [last.deleted_time, last.id]) : null,
  };
});

function positionOf(order: string, cursor: string | undefined): [number, number] | undefined {
  if (cursor === undefined) return undefined;
  const [time, key] = decodeCursor(order, cursor);
  return [Number(time), Number(key)];
}

type Trashed = Pick<store.TrashedRunRow, "deleted_time" | "deleted_by" | "keep_days">;

/** Who deleted them, when, and when they go. */
async function deletedOf(ctx: Ctx, rows: readonly Trashed[]) {
  const names = await namesOfActors(
    ctx,
    rows.flatMap((row) => row.deleted_by ?? []),
  );
  const nameOf = (id: string) => (id === systemActor.id ? systemActor.name : (names.get(id) ?? null));
  return ({ deleted_time: at, deleted_by: by, keep_days: days }: Trashed) => ({
    deletedAt: new Date(at).toISOString(),
    deletedBy: by === null ? null : { id: by, name: nameOf(by) },
    goesAt: days === null ? null : new Date(at + days * dayMs).toISOString(),
  });
}
