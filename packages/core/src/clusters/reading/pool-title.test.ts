import { expect, test } from "vitest";
import { gpuTitle, poolTitle } from "./pool-title.ts";

test.each([
  ["NVIDIA-H100-80GB-HBM3", 81559, "H100 80 GB"],
  ["NVIDIA-A100-SXM4-80GB", 81920, "A100 80 GB"],
  ["NVIDIA-A100-SXM4-40GB-MIG-1g.5gb", undefined, "A100 40 GB"],
  ["NVIDIA-L40S", 46068, "L40S 48 GB"],
  ["NVIDIA-H200", 143771, "H200 144 GB"],
  ["Tesla-T4", 15360, "T4 16 GB"],
  ["NVIDIA-GeForce-RTX-4090", undefined, "RTX 4090"],
  ["AMD_Instinct_MI300X", undefined, "MI300X"],
  [undefined, 1, null],
])("%s with %s MiB is %s", (product, memory, title) => expect(gpuTitle(product, memory)).toBe(title));

test("a pool is called by its product, its flavour, or its resource", () => {
  expect(poolTitle({ flavour: "h100", resource: "nvidia.com/gpu", product: "NVIDIA-H100-80GB-HBM3" })).toBe("H100 80 GB");
  expect(poolTitle({ flavour: "h100", resource: "nvidia.com/gpu" })).toBe("h100");
  expect(poolTitle({ flavour: null, resource: "nvidia.com/gpu" })).toBe("nvidia.com/gpu");
  expect(poolTitle({ flavour: "h100", resource: "nvidia.com/mig-1g.10gb", product: "NVIDIA-H100-80GB-HBM3" })).toBe(
    "H100 80 GB, slices of 1g.10gb",
  );
});
