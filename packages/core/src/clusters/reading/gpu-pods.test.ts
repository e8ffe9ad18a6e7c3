import { expect, test } from "vitest";
import type { PodObject } from "../objects/kubernetes.ts";
import { gpuPodsOf } from "./gpu-pods.ts";

const pod = (given: Partial<PodObject["metadata"]>, rest: { phase?: string; node?: string; gpus?: number } = {}): PodObject => ({
  metadata: { name: "p", namespace: "team", uid: "pod", creationTimestamp: "2026-03-01T10:00:00Z", ...given },
  spec: {
    ...(rest.node === undefined ? {} : { nodeName: rest.node }),
    containers: [{ name: "main", resources: { limits: rest.gpus === 0 ? {} : { "nvidia.com/gpu": String(rest.gpus ?? 1) } } }],
  },
  status: { phase: rest.phase ?? "Running" },
});
const owned = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: "x", kind, name, uid: `${kind}/${name}`, controller: true }],
});

test.each([
  [
    "a Deployment behind its ReplicaSet",
    { ...owned("ReplicaSet", "chat-5d9"), labels: { "pod-template-hash": "5d9" } },
    { kind: "Deployment", name: "chat" },
  ],
  ["a ReplicaSet by itself", owned("ReplicaSet", "chat-5d9"), { kind: "ReplicaSet", name: "chat-5d9" }],
  ["a JobSet", { ...owned("Job", "set-a-0"), labels: { "jobset.sigs.k8s.io/jobset-name": "set" } }, { kind: "JobSet", name: "set" }],
  ["anything else", owned("RayCluster", "ray"), { kind: "RayCluster", name: "ray" }],
  ["nobody", {}, { kind: "Pod", name: "p" }],
])("owned by %s", (_, metadata, owner) => expect(gpuPodsOf([pod(metadata)], [])).toMatchObject([{ owner }]));

test("the workload is known by the pod's annotation, by the owner it stands for, or by the pod itself", () => {
  const workload = (uid: string) => [
    { metadata: { name: "w", ownerReferences: [{ apiVersion: "x", kind: "x", name: "x", uid }] }, spec: { podSets: [] } },
  ];
  expect(gpuPodsOf([pod({ annotations: { "kueue.x-k8s.io/workload": "w0" } })], [])).toMatchObject([{ workload: "w0" }]);
  expect(gpuPodsOf([pod(owned("Job", "j"))], workload("Job/j"))).toMatchObject([{ workload: "w" }]);
  expect(gpuPodsOf([pod({})], workload("pod"))).toMatchObject([{ workload: "w" }]);
  expect(gpuPodsOf([pod(owned("Job", "j"))], workload("Job/other"))).toMatchObject([{ workload: null }]);
});

test("pods that ended, or want no GPUs, hold none", () => {
  expect(gpuPodsOf([pod({}, { phase: "Succeeded" }), pod({}, { phase: "Failed" }), pod({}, { gpus: 0 })], [])).toEqual([]);
});

test("one that waits has no node, and what the scheduler says", () => {
  const waiting = pod({}, { phase: "Pending" });
  const said = { type: "PodScheduled", status: "False", message: "0/2 nodes are available" };
  expect(gpuPodsOf([{ ...waiting, status: { phase: "Pending", conditions: [said] } }], [])).toMatchObject([
    { node: null, said: "0/2 nodes are available", since: "2026-03-01T10:00:00Z" },
  ]);
});
