import type { ClusterWrite } from "@plumbline/contracts/clusters/management";
import { type Ctx, requestTask, uuidv7 } from "../../kernel/index.ts";
import type { ClusterRow } from "../store/clusters.ts";
import { insertWrite, type WriteRow } from "../store/writes.ts";
import { writeToCluster } from "./write-task.ts";
import { toWrite } from "./write-view.ts";

/** Keeps what is to be written to a cluster, and asks a worker to write it once this is committed. */
export async function writeLater(
  ctx: Pick<Ctx, "tx" | "now" | "actor" | "later">,
  row: Pick<ClusterRow, "id">,
  wanted: readonly Pick<WriteRow, "kind" | "namespace" | "name" | "manifest">[],
): Promise<ClusterWrite[]> {
  const writes: ClusterWrite[] = [];
  for (const [index, one] of wanted.entries()) {
    // Ids sort as the writes are to follow each other.
    const made = {
      ...one,
      id: uuidv7(ctx.now.getTime() + index),
      cluster_id: row.id,
      by: ctx.actor.id,
      at: new Date(ctx.now.getTime() + index),
    };
    await insertWrite(ctx.tx, made);
    writes.push(toWrite({ ...made, state: "waiting", problem: null }, new Map([[ctx.actor.id, ctx.actor.name]])));
  }
  ctx.later?.push(requestTask(writeToCluster, { clusterId: row.id }));
  return writes;
}
