import type { QueueWish, StopPolicy } from "@plumbline/contracts/clusters/management";
import type { ClusterQueue } from "@plumbline/kube";
import type { ClusterQueueObject } from "../objects/kueue.ts";
import { type QueueFact, stopPolicyOf, weightOf } from "../reading/facts.ts";

/** What may be changed of a queue from here, as it is now. */
export const wishOf = ({ lines, stopPolicy, weight }: QueueFact): QueueWish => ({
  lines: lines.map(({ flavour, resource, nominal, borrowingLimit, lendingLimit }) => ({
    flavour,
    resource,
    nominal,
    borrowingLimit,
    lendingLimit,
  })),
  stopPolicy,
  weight,
});

/** Fields of a wish that the queue cannot follow, in words. */
export function problemsOf(wish: QueueWish, queue: QueueFact): { path: string; message: string }[] {
  return wish.lines.flatMap((line, index) => {
    const path = `lines.${index}`;
    const isThere = queue.lines.some(({ flavour, resource }) => flavour === line.flavour && resource === line.resource);
    if (!isThere) return [{ path, message: `The queue has no quota for ${line.resource} of ${line.flavour}.` }];
    if (queue.cohort !== null) return [];
    const limit = line.borrowingLimit === null ? (line.lendingLimit === null ? undefined : "lendingLimit") : "borrowingLimit";
    return limit === undefined
      ? []
      : [{ path: `${path}.${limit}`, message: "A queue without a cohort neither borrows nor lends: leave it out." }];
  });
}

const policies: Readonly<Record<StopPolicy, string>> = { none: "None", hold: "Hold", "hold-and-drain": "HoldAndDrain" };

/** The queue as it is, but for one line. */
export function wishNow(queue: ClusterQueue, line: QueueWish["lines"][number] | undefined): QueueWish {
  const { spec } = queue as unknown as ClusterQueueObject;
  return { lines: line ? [line] : [], stopPolicy: stopPolicyOf(spec), weight: weightOf(spec) };
}

/** The fields of a queue that are applied: what the wish says, in the groups that the queue has now. */
export function queueManifest(queue: ClusterQueue, wish: QueueWish) {
  return {
    metadata: { name: queue.metadata.name },
    spec: {
      stopPolicy: policies[wish.stopPolicy],
      fairSharing: { weight: amount(wish.weight) },
      resourceGroups: (queue.spec.resourceGroups ?? []).map(({ coveredResources, flavors }) => ({
        coveredResources,
        flavors: flavors.map(({ name, resources }) => ({
          name,
          resources: resources.map((before) => {
            const line = wish.lines.find(({ flavour, resource }) => flavour === name && resource === before.name);
            return line ? lineOf(line) : before;
          }),
        })),
      })),
    },
  };
}

const lineOf = ({ resource, nominal, borrowingLimit, lendingLimit }: QueueWish["lines"][number]) => ({
  name: resource,
  nominalQuota: amount(nominal),
  ...(borrowingLimit === null ? {} : { borrowingLimit: amount(borrowingLimit) }),
  ...(lendingLimit === null ? {} : { lendingLimit: amount(lendingLimit) }),
});

/** As Kubernetes writes it: thousandths where it is no whole number. */
const amount = (value: number): string => (Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`);

/** What of a queue is told of in the audit log, before and after. */
export const auditedQueue = ({ spec }: Pick<ClusterQueue, "spec">) => ({
  stopPolicy: spec.stopPolicy ?? "None",
  weight: String(spec.fairSharing?.weight ?? "1"),
  quotas: (spec.resourceGroups ?? []).flatMap(({ flavors }) =>
    flavors.flatMap(({ name, resources }) =>
      resources.map((line) => ({
        flavour: name,
        resource: line.name,
        nominal: String(line.nominalQuota),
        borrowingLimit: line.borrowingLimit === undefined ? null : String(line.borrowingLimit),
        lendingLimit: line.lendingLimit === undefined ? null : String(line.lendingLimit),
      })),
    ),
  ),
});
