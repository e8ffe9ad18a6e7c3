import type { ExpectedEnd } from "./expected-end.ts";
import type { Freed } from "./replay-ends.ts";
import type { Standing } from "./situation.ts";

/** Who holds a part of the pool: one claim of the viewer's workspace, or all of another workspace together. */
export interface HolderGroup {
  readonly workspaceId: number;
  readonly claims: readonly Standing[];
  readonly amount: number;
  readonly expectedEnd: { readonly from: number; readonly to: number } | null;
  readonly afterwards: string;
}

interface Scene {
  readonly workspaceId: number;
  readonly target: string;
  readonly ends: ReadonlyMap<string, ExpectedEnd>;
  readonly freed: readonly Freed[];
  /** Whether what is asked about starts within what was looked at. */
  readonly isStarting: boolean;
  /** Of each claim that waits, whose it is. */
  readonly waiting: ReadonlyMap<string, number>;
  nameOf(workspaceId: number): string;
}

/** Holders by expected end, with what becomes of what each frees. */
export function groupHolders(holders: readonly Standing[], scene: Scene): HolderGroup[] {
  const groups = Map.groupBy(holders, ({ id, workspaceId }) => (workspaceId === scene.workspaceId ? id : `workspace ${workspaceId}`));
  const rows = [...groups.values()].map((claims): HolderGroup => {
    const ends = claims.flatMap(({ id }) => scene.ends.get(id) ?? []);
    return {
      workspaceId: claims[0]?.workspaceId ?? 0,
      claims,
      amount: claims.reduce((sum, { amount }) => sum + amount, 0),
      expectedEnd:
        ends.length === 0 ? null : { from: Math.min(...ends.map(({ from }) => from)), to: Math.max(...ends.map(({ to }) => to)) },
      afterwards: afterwardsOf(claims, scene),
    };
  });
  return rows.sort((one, other) => (one.expectedEnd?.to ?? Number.POSITIVE_INFINITY) - (other.expectedEnd?.to ?? Number.POSITIVE_INFINITY));
}

function afterwardsOf(claims: readonly Standing[], scene: Scene): string {
  const ids = new Set(claims.map(({ id }) => id));
  const freed = scene.freed.filter(({ holderId }) => ids.has(holderId));
  if (freed.some(({ starts }) => starts.includes(scene.target))) return "yours";
  const takers = freed.flatMap(({ starts }) => starts).map((id) => scene.waiting.get(id));
  if (takers.includes(scene.workspaceId)) return "a job ahead of yours takes them";
  const [other] = takers.filter((taker) => taker !== undefined);
  if (other !== undefined) return `go to ${scene.nameOf(other)}'s own queue, not to you`;
  if (freed.length > 0) return "not enough by themselves";
  return scene.isStarting ? "later than yours starts" : "later";
}
