import type { ClusterDetail } from "@plumbline/contracts/clusters/cluster";
import { expect, test } from "vitest";
import { clusterLines } from "./cluster-words.ts";

const pool = { title: "H100", flavour: "h100", total: 8, guaranteed: 4, borrowed: 2, outside: 1, free: 1 };
const waiting = { namespace: "fraud-jobs", name: "train-2", kind: "Job", why: "2 short.", position: { at: 1, of: 3 } };
const cluster = (given: object): ClusterDetail =>
  ({
    ...{ name: "gpu", state: "connected", problem: null, calls: { reads: 9, questions: 1, writes: 0 } },
    ...{ versions: { kubernetes: "1.37.2", kueue: "v1beta2", dcgmExporter: null }, reading: null },
    ...given,
  }) as unknown as ClusterDetail;

test("a cluster is told with its pools, what waits, and that nothing was written", () => {
  const reading = { pools: [pool], pending: { total: 1, items: [waiting] }, findings: [{ title: "Idle", detail: "1 GPU." }] };
  expect(clusterLines(cluster({ reading }))).toEqual([
    "gpu is connected",
    "Kubernetes 1.37.2, Kueue API v1beta2",
    "H100  flavour h100  8 GPUs  4 held as guaranteed  2 borrowed  1 outside quotas  1 free",
    "waits: fraud-jobs/train-2: 2 short. 1 of 3 in its queue",
    "note: Idle: 1 GPU.",
    "nothing was written to the cluster",
  ]);
});

test("one that does not answer says why, and what was written is counted", () => {
  const versions = { kubernetes: null, kueue: null, dcgmExporter: null };
  const given = { state: "unreachable", problem: "connection refused", versions, calls: { reads: 0, questions: 0, writes: 1 } };
  expect(clusterLines(cluster(given))).toEqual(["gpu is unreachable: connection refused", "it was not read yet", "1 write to the cluster"]);
});
