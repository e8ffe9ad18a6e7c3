import type { Database, Scope } from "@plumbline/db";
import * as store from "../store/metric-keys.ts";

const rememberedMax = 200_000;

/**
 * Numbers of metric names. They never change, so they are remembered; new names are numbered in a transaction of their
 * own, since one that is rolled back later must not leave a number behind that was never stored.
 */
export function createMetricKeys(db: Database) {
  const remembered = new Map<string, number>();
  return async (scope: Scope & { role: "app" }, names: ReadonlySet<string>): Promise<Map<string, number>> => {
    const { workspaceId } = scope;
    const known = new Map<string, number>();
    const unknown: string[] = [];
    for (const name of names) {
      const id = remembered.get(`${workspaceId} ${name}`);
      if (id === undefined) unknown.push(name);
      else known.set(name, id);
    }
    if (unknown.length === 0) return known;
    const rows = await db.transaction(scope, async (tx) => {
      await store.insertMetricKeys(tx, workspaceId, unknown);
      return store.findMetricKeys(tx, workspaceId, unknown);
    });
    if (remembered.size > rememberedMax) remembered.clear();
    for (const { id, name } of rows) {
      remembered.set(`${workspaceId} ${name}`, id);
      known.set(name, id);
    }
    return known;
  };
}
