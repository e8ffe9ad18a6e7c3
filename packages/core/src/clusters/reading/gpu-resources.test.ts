import { expect, test } from "vitest";
import { gpusIn, gpusOfPod, isGpuResource, migProfileOf } from "./gpu-resources.ts";

test.each(["nvidia.com/gpu", "nvidia.com/mig-1g.10gb", "nvidia.com/gpu.shared", "amd.com/gpu", "gpu.intel.com/i915", "habana.ai/gaudi"])(
  "%s counts GPUs",
  (resource) => expect(isGpuResource(resource)).toBe(true),
);
test.each(["cpu", "memory", "nvidia.com/gpumem", "rdma/hca", "xnvidia.com/gpu"])("%s does not", (resource) =>
  expect(isGpuResource(resource)).toBe(false),
);

test("slices have a profile", () => {
  expect(migProfileOf("nvidia.com/mig-3g.40gb")).toBe("3g.40gb");
  expect(migProfileOf("nvidia.com/gpu")).toBeNull();
});

test("none is not counted", () => expect(gpusIn({ "nvidia.com/gpu": "0", cpu: "8" })).toEqual([]));

const gpu = (count: number, resource = "nvidia.com/gpu") => ({ resources: { limits: { [resource]: String(count) } } });
test.each([
  [
    "its containers together",
    {
      containers: [
        { name: "a", ...gpu(2) },
        { name: "b", ...gpu(1) },
      ],
    },
    [["nvidia.com/gpu", 3]],
  ],
  [
    "an init container that wants more",
    { containers: [{ name: "a", ...gpu(2) }], initContainers: [{ name: "i", ...gpu(4) }] },
    [["nvidia.com/gpu", 4]],
  ],
  [
    "a sidecar beside them",
    { containers: [{ name: "a", ...gpu(2) }], initContainers: [{ name: "s", restartPolicy: "Always", ...gpu(1) }] },
    [["nvidia.com/gpu", 3]],
  ],
  [
    "each resource by itself",
    {
      containers: [
        { name: "a", ...gpu(1) },
        { name: "b", ...gpu(2, "nvidia.com/mig-1g.10gb") },
      ],
    },
    [
      ["nvidia.com/gpu", 1],
      ["nvidia.com/mig-1g.10gb", 2],
    ],
  ],
  ["nothing", { containers: [{ name: "a" }] }, []],
])("a pod holds %s", (_, spec, held) => expect(gpusOfPod(spec)).toEqual(held));
test("a pod without a spec holds nothing", () => expect(gpusOfPod(undefined)).toEqual([]));
