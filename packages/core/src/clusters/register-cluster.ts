import * as contract from "@plumbline/contracts/clusters/cluster";
import { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import { AppError, type Ctx, command, notFound, uuidv7 } from "../kernel/index.ts";
import { announceCluster } from "./announce-cluster.ts";
import { toCluster } from "./cluster-view.ts";
import { sealConnection } from "./connection.ts";
import { mayRemove } from "./removal-guard.ts";
import * as store from "./store/clusters.ts";

const clustersMax = 100;
const subjectOf = (row: Pick<store.ClusterRow, "name">) => ({ kind: "cluster", id: row.name });
const view = (ctx: Ctx, row: store.ClusterRow) =>
  toCluster(row, { summary: undefined, mapped: new Set(), names: new Map([[ctx.actor.id, ctx.actor.name]]), isPlatform: true });

/** Addresses may tell of the inner network, but whoever reads the platform's log runs the platform. Credentials are not among it. */
const audited = ({ kind, context, address, is_unchecked, settings }: store.ClusterRow) => ({
  kind,
  context,
  address,
  isUnchecked: is_unchecked,
  settings,
});

export const registerCluster = command(contract.registerCluster, async (ctx, { name, connection }) => {
  if ((await store.selectClusters(ctx.tx)).length >= clustersMax) {
    throw new AppError("conflict", `There are ${clustersMax} clusters, and may be no more. Remove one first.`, {
      params: { reason: "clusters-max" },
    });
  }
  const id = uuidv7(ctx.now.getTime());
  const sealed = await sealConnection(ctx, id, connection);
  const isNew = await store.insertCluster(ctx.tx, { id, name, ...sealed, settings: ClusterSettings.parse({}), by: ctx.actor.id });
  if (!isNew) {
    const message = `There is a cluster "${name}" already.`;
    throw new AppError("conflict", message, { fields: [{ path: "name", message }], params: { reason: "name-taken" } });
  }
  const row = await present(ctx, name);
  await announceCluster(ctx.tx, row, "registered");
  return { result: view(ctx, row), subject: subjectOf(row), after: audited(row), changes: [] };
});

export const updateCluster = command(contract.updateCluster, async (ctx, { cluster, connection, settings }) => {
  const before = await present(ctx, cluster);
  if (connection) await store.replaceConnection(ctx.tx, before.id, await sealConnection(ctx, before.id, connection));
  if (settings) await store.replaceSettings(ctx.tx, before.id, settings);
  const after = await present(ctx, cluster);
  await announceCluster(ctx.tx, after, "changed");
  const isReconnected = connection ? { isReconnected: true } : {};
  return {
    result: view(ctx, after),
    subject: subjectOf(after),
    before: audited(before),
    after: { ...audited(after), ...isReconnected },
    changes: [],
  };
});

export const removeCluster = command(contract.removeCluster, async (ctx, { cluster }) => {
  const before = await present(ctx, cluster);
  await mayRemove(ctx, before);
  await announceCluster(ctx.tx, before, "removed");
  await store.deleteCluster(ctx.tx, before.id);
  return { result: {}, subject: subjectOf(before), before: audited(before), changes: [] };
});

export const readAgain = command(contract.readAgain, async (ctx, { cluster }) => {
  const row = await present(ctx, cluster);
  await store.wishReading(ctx.tx, row.id, ctx.now);
  return { result: {}, subject: subjectOf(row) };
});

async function present(ctx: Ctx, name: string): Promise<store.ClusterRow> {
  const row = await store.lockCluster(ctx.tx, name);
  if (!row) throw notFound("cluster", name);
  return row;
}
