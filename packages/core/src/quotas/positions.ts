import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { Holder } from "./claim.ts";
import { selectPositions } from "./store/claims.ts";

export interface Position {
  /** 1 is next. */
  readonly at: number;
  readonly of: number;
}

/** Where those of the holders that wait stand in their workspace's queue for their pool, by their ids. */
export async function positionsOf(ctx: Ctx, holders: readonly Holder[]): Promise<ReadonlyMap<string, Position>> {
  if (holders.length === 0) return new Map();
  const rows = await selectPositions(ctx.tx, workspaceOf(ctx).id, { kind: "job", ids: holders.map(({ id }) => id) });
  return new Map(rows.map(({ holder_id, at, of }) => [holder_id, { at, of }]));
}
