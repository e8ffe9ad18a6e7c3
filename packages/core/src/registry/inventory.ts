import * as contract from "@plumbline/contracts/registry/inventory";
import { type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { type ActorOf, readActors } from "./model-view.ts";
import * as store from "./store/inventory.ts";

/** Changes that the time line shows: the newest. */
const changesMax = 1000;

export const getInventory = query(contract.getInventory, async (ctx, { at }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const instant = at === undefined ? ctx.now : new Date(at);
  const rows = await store.readInventory(ctx.tx, workspaceId, { at: instant });
  const changes = await store.listChanges(ctx.tx, workspaceId, { at: ctx.now, limit: changesMax });
  return {
    at: instant.toISOString(),
    items: await toEntries(ctx, rows),
    changes: changes.map((change) => ({ ...change, at: change.at.toISOString() })),
  };
});

export async function toEntries(ctx: Ctx, rows: readonly store.InventoryRow[]): Promise<contract.InventoryEntry[]> {
  const actorOf = await readActors(
    ctx,
    rows.map((row) => row.intake.businessOwnerId),
  );
  return rows.map((row) => toEntry(row, actorOf));
}

function toEntry(row: store.InventoryRow, actorOf: ActorOf): contract.InventoryEntry {
  const { businessOwnerId, vendor, dependencies } = row.intake;
  return {
    model: row.name,
    kind: row.kind,
    vendor,
    tier: row.tier,
    businessOwner: businessOwnerId === null ? null : actorOf(businessOwnerId),
    stage: row.stage,
    live: row.live.map((version) => ({
      ...version,
      since: new Date(version.since).toISOString(),
      until: version.until === null ? null : new Date(version.until).toISOString(),
    })),
    champion: row.champion,
    championSince: row.champion_since?.toISOString() ?? null,
    championNow: row.champion_now,
    lastValidatedAt: row.last_validated_at?.toISOString() ?? null,
    nextValidationDueAt: row.next_validation_due_at?.toISOString() ?? null,
    openFindings: row.open_findings,
    nextFindingDueAt: row.next_finding_due_at?.toISOString() ?? null,
    dependencies: dependencies.length,
  };
}
