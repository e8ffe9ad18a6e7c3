import { expect, test } from "vitest";
import { sparkPaths } from "./sparkline.tsx";

test("a missing value breaks the line and the area", () => {
  const { line, area } = sparkPaths([0, 1, null, 1, 0], { width: 40, height: 20 });
  expect(line).toBe("M0 18L10 2M30 2L40 18");
  expect(area).toBe("M0 20L0 18L10 2L10 20ZM30 20L30 2L40 18L40 20Z");
});

test("a constant line runs in the middle and nothing at all draws nothing", () => {
  expect(sparkPaths([3, 3], { width: 10, height: 20 }).line).toBe("M0 10L10 10");
  expect(sparkPaths([50, 50], { width: 10, height: 24, domain: [0, 100] }).line).toBe("M0 12L10 12");
  expect(sparkPaths([], { width: 10, height: 20 })).toEqual({ line: "", area: "" });
});
