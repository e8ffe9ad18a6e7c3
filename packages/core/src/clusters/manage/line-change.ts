import type { QuotaLine } from "@plumbline/contracts/clusters/management";
import { ClusterError, type ClusterQueue } from "@plumbline/kube";
import type { QueueLineChange } from "../../quotas/index.ts";
import type { ClusterQueueObject } from "../objects/kueue.ts";
import { quotaLines } from "../reading/facts.ts";

/** Of a write: one line of a queue, and what must have been written before it. */
export interface LineWrite {
  readonly line: QueueLineChange;
  readonly needs: string | null;
}

const fields = ["nominal", "borrowingLimit", "lendingLimit"] as const;
const said = (value: number | null): string => (value === null ? "no limit" : String(value));

/**
 * The line as it is to be; undefined where it is so already, for a write may come twice. What stands there must be what the change
 * was made of: what somebody else has set is not overwritten unseen.
 */
export function lineAfter(queue: ClusterQueue, { flavour, resource, before, after }: QueueLineChange): QuotaLine | undefined {
  const now = quotaLines(queue as unknown as ClusterQueueObject).find((line) => line.flavour === flavour && line.resource === resource);
  const name = `${resource} of ${flavour} in queue ${queue.metadata.name}`;
  if (!now) throw new ClusterError(`There is no quota for ${name} any more.`, { kind: "conflict" });
  if (fields.every((field) => now[field] === after[field])) return undefined;
  const drifted = fields.find((field) => now[field] !== before[field]);
  if (drifted) {
    const found = `${drifted} is ${said(now[drifted])} on the cluster, and was ${said(before[drifted])} when this was approved`;
    throw new ClusterError(`${name}: ${found}. Somebody else has changed it. Try again to change what is there now.`, { kind: "conflict" });
  }
  return { flavour, resource, ...after };
}
