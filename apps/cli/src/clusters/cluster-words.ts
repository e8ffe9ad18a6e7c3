import type { Cluster, ClusterDetail } from "@plumbline/contracts/clusters/cluster";
import type { ClusterPool, PendingWorkload } from "@plumbline/contracts/clusters/reading";
import { table } from "#src/jobs/job-words.ts";

const count = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? "" : "s"}`;

/** One line of a list, its cells to be aligned. */
export function clusterRow({ name, state, versions, gpus, pending, calls }: Cluster): string[] {
  const kubernetes = versions.kubernetes ?? "";
  return [name, state, kubernetes, `${gpus.held} of ${count(gpus.total, "GPU")} held`, `${pending} pending`, count(calls.writes, "write")];
}

/** What a cluster holds, and what was done to it. */
export function clusterLines(cluster: ClusterDetail): string[] {
  const { name, state, problem, versions, calls, reading } = cluster;
  const kueue = versions.kueue === null ? "no Kueue" : `Kueue ${versions.kueue.replace(/^v\d+(alpha|beta)?\d*$/, "API $&")}`;
  return [
    `${name} is ${state}${problem === null ? "" : `: ${problem}`}`,
    ...(versions.kubernetes === null ? [] : [`Kubernetes ${versions.kubernetes}, ${kueue}`]),
    ...(reading === null ? ["it was not read yet"] : table(reading.pools.map(poolRow))),
    ...(reading?.pending.items.map(pendingLine) ?? []),
    ...(reading?.findings.map(({ title, detail }) => `note: ${title}: ${detail}`) ?? []),
    calls.writes === 0 ? "nothing was written to the cluster" : `${count(calls.writes, "write")} to the cluster`,
  ];
}

const poolRow = ({ title, flavour, total, guaranteed, borrowed, outside, free }: ClusterPool): string[] => [
  title,
  flavour === null ? "no flavour" : `flavour ${flavour}`,
  count(total, "GPU"),
  `${guaranteed} held as guaranteed`,
  `${borrowed} borrowed`,
  `${outside} outside quotas`,
  `${free} free`,
];

function pendingLine({ namespace, name, kind, why, position }: PendingWorkload): string {
  const title = [namespace, name ?? kind].filter(Boolean).join("/");
  return `waits: ${title}: ${why}${position === null ? "" : ` ${position.at} of ${position.of} in its queue`}`;
}
