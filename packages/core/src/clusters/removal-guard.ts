import { AppError, type Ctx } from "../kernel/index.ts";
import type { ClusterRow } from "./store/clusters.ts";

/** How many things of somebody's would be cut off if a cluster were forgotten, in words; undefined where there are none. */
type Guard = (ctx: Ctx, clusterId: string) => Promise<string | undefined>;

const guards: Guard[] = [];

/** Slices that put something on clusters have a say before one is forgotten. */
export const guardRemoval = (guard: Guard): void => void guards.push(guard);

export async function mayRemove(ctx: Ctx, { id, name }: ClusterRow): Promise<void> {
  for (const guard of guards) {
    const held = await guard(ctx, id);
    if (held !== undefined)
      throw new AppError("conflict", `${held} on "${name}". Cancel them or wait for their end first.`, { params: { reason: "in-use" } });
  }
}
