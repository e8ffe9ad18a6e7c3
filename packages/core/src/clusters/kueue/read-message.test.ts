import { expect, test } from "vitest";
import { readAdmissionMessage } from "./read-message.ts";

// The messages were taken from a running Kueue 0.18, or made by its source's formats.
test.each([
  [
    "couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor h100, 2 more needed",
    [{ kind: "short", resource: "nvidia.com/gpu", flavor: "h100", missing: 2 }],
  ],
  [
    "couldn't assign flavors to pod set main: insufficient unused quota for cpu in flavor a100, 500m more needed, insufficient unused quota for nvidia.com/gpu in flavor h100, 8 more needed",
    [
      { kind: "short", resource: "cpu", flavor: "a100", missing: 0.5 },
      { kind: "short", resource: "nvidia.com/gpu", flavor: "h100", missing: 8 },
    ],
  ],
  [
    "couldn't assign flavors to pod set main: insufficient quota for nvidia.com/gpu in flavor h100, previously considered podsets requests (0) + current podset request (16) > maximum capacity (8)",
    [{ kind: "never-fits", resource: "nvidia.com/gpu", flavor: "h100", asked: 16, maximum: 8 }],
  ],
  [
    "couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor h100, 4 more needed. Pending the preemption of 1 workload(s)",
    [
      { kind: "short", resource: "nvidia.com/gpu", flavor: "h100", missing: 4 },
      { kind: "preempting", workloads: 1 },
    ],
  ],
  [
    "couldn't assign flavors to pod set main: resource ephemeral-storage unavailable in ClusterQueue",
    [{ kind: "uncovered", resource: "ephemeral-storage" }],
  ],
  ["LocalQueue jobs doesn't exist", [{ kind: "no-local-queue", queue: "jobs" }]],
  ["ClusterQueue team-a not found", [{ kind: "no-cluster-queue", queue: "team-a" }]],
  ["LocalQueue jobs is stopped", [{ kind: "stopped", level: "LocalQueue", queue: "jobs" }]],
  ["The ClusterQueue is stopped", [{ kind: "stopped", level: "ClusterQueue", queue: "" }]],
  ["ClusterQueue team-a is inactive", [{ kind: "inactive", level: "ClusterQueue", queue: "team-a" }]],
  ["Workload namespace doesn't match ClusterQueue selector", [{ kind: "namespace-refused" }]],
  [
    "couldn't assign flavors to pod set main: untolerated taint &Taint{Key:gpu,Value:,Effect:NoSchedule,TimeAdded:<nil>,} in flavor h100, flavor a100 doesn't match node affinity",
    [
      { kind: "taint", flavor: "h100" },
      { kind: "other-nodes", flavor: "a100" },
    ],
  ],
  [
    'couldn\'t assign flavors to pod set main: topology "default" allows to fit only 2 out of 3 pod(s)',
    [{ kind: "topology", topology: "default", fitting: 2, of: 3 }],
  ],
  [
    "couldn't assign flavors to pod set main: topology \"default\" doesn't allow to fit any of 1 pod(s). Total nodes: 4",
    [{ kind: "topology", topology: "default", fitting: 0, of: 1 }],
  ],
  ['topology "default" doesn\'t allow to fit', [{ kind: "topology", topology: "default", fitting: 0, of: null }]],
  ["resources validation failed: a; b", [{ kind: "limits", text: "a; b" }]],
  ["The workload has failed admission checks", [{ kind: "checks-failed" }]],
  ["Workload no longer fits after processing another workload", []],
  ["", []],
])("%s", (message, facts) => expect(readAdmissionMessage(message)).toEqual(facts));
