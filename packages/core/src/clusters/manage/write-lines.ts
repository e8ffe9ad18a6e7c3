import { registerQueueWriter } from "../../quotas/index.ts";
import { announceCluster } from "../announce-cluster.ts";
import { findClusterById } from "../store/clusters.ts";
import { selectManaged } from "../store/mappings.ts";
import { backstopsOf } from "./backstop.ts";
import type { LineWrite } from "./line-change.ts";
import { writeLater } from "./write-later.ts";

/** Approved requests for quota are written as everything else is that was handed over. */
registerQueueWriter({
  managedIn: async (tx, clusterId) => new Set((await selectManaged(tx, clusterId)).map(({ queue }) => queue)),
  async write(ctx, clusterId, changes) {
    const row = await findClusterById(ctx.tx, clusterId);
    if (!row) throw new Error(`there is no cluster ${clusterId}`);
    let needs: string | null = null;
    let at = ctx.now.getTime();
    for (const line of changes) {
      const manifest: LineWrite = { line, needs };
      const asked = { kind: "ClusterQueue", namespace: null, name: line.queue, manifest: { ...manifest } };
      const writes = await writeLater({ ...ctx, now: new Date(at) }, row, [asked, ...(await backstopsOf(ctx.tx, clusterId, line.queue))]);
      needs = writes[0]?.id ?? null;
      at += writes.length;
    }
    await announceCluster(ctx.tx, row, "managed");
  },
});
