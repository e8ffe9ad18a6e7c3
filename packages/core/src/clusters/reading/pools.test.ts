import { expect, test } from "vitest";
import type { NodeObject } from "../objects/kubernetes.ts";
import { poolsOf } from "./pools.ts";

const node = (
  name: string,
  labels: Record<string, string>,
  given: { gpus?: number; resource?: string; ready?: string; cordoned?: boolean } = {},
): NodeObject => ({
  metadata: { name, labels },
  spec: given.cordoned ? { unschedulable: true } : {},
  status: {
    allocatable: { cpu: "64", [given.resource ?? "nvidia.com/gpu"]: String(given.gpus ?? 8) },
    conditions: [{ type: "Ready", status: given.ready ?? "True" }],
  },
});
const queue = (flavours: string[], resource = "nvidia.com/gpu") => ({
  metadata: { name: "q" },
  spec: {
    resourceGroups: [
      { coveredResources: [resource], flavors: flavours.map((name) => ({ name, resources: [{ name: resource, nominalQuota: "1" }] })) },
    ],
  },
});
const kueue = (flavors: Record<string, Record<string, string>>, covered: string[]) => ({
  flavors: Object.entries(flavors).map(([name, nodeLabels]) => ({ metadata: { name }, spec: { nodeLabels } })),
  cohorts: [],
  clusterQueues: [queue(covered)],
  localQueues: [],
  workloads: [],
  priorityClasses: [],
});

test("without Kueue nodes are pooled by product", () => {
  const h100 = { "nvidia.com/gpu.product": "NVIDIA-H100-80GB-HBM3" };
  const pools = poolsOf([node("n10", h100), node("n2", h100), node("x", {}, { gpus: 1 }), node("cpu", {}, { gpus: 0 })], null);
  expect(pools).toMatchObject([
    { key: "NVIDIA-H100-80GB-HBM3/nvidia.com/gpu", flavour: null, title: "H100 80 GB", nodes: [{ name: "n2" }, { name: "n10" }] },
    { key: "/nvidia.com/gpu", flavour: null, title: "nvidia.com/gpu", nodes: [{ name: "x", gpus: 1 }] },
  ]);
});

test("with Kueue they are pooled by the flavour with most labels of theirs that has quota", () => {
  const read = kueue({ any: {}, h100: { gpu: "h100" }, spot: { gpu: "h100", spot: "yes" }, unused: { gpu: "h100", spot: "yes", x: "y" } }, [
    "any",
    "h100",
    "spot",
  ]);
  const pools = poolsOf(
    [
      node("a", { gpu: "h100" }),
      node("b", { gpu: "h100", spot: "yes", x: "y" }),
      node("c", {}),
      node("d", {}, { resource: "amd.com/gpu" }),
    ],
    read,
  );
  expect(pools.map(({ key, nodes }) => [key, nodes.map(({ name }) => name)])).toEqual([
    ["any/nvidia.com/gpu", ["c"]],
    ["h100/nvidia.com/gpu", ["a"]],
    ["spot/nvidia.com/gpu", ["b"]],
    ["/amd.com/gpu", ["d"]],
  ]);
});

test("a flavour that no node has is a pool without nodes", () => {
  expect(poolsOf([], kueue({ h200: { gpu: "h200" } }, ["h200"]))).toMatchObject([{ flavour: "h200", nodes: [], title: "h200" }]);
});

test("what is cordoned or not ready takes nothing new", () => {
  const pools = poolsOf([node("a", {}), node("b", {}, { cordoned: true }), node("c", {}, { ready: "Unknown" })], null);
  expect(pools[0]?.nodes.map(({ isOpen }) => isOpen)).toEqual([true, false, false]);
});
