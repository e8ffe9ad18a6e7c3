import { expect, test } from "vitest";
import { fitPreview, previewMaxBytes } from "./fit-preview.ts";

const columns = [{ name: "a", type: "text" as const }];

test("what fits stays as it is", () => {
  const preview = { columns, rows: [["x"], [null]], hasMore: false };
  expect(fitPreview(preview)).toEqual(preview);
});

test("rows past the limit are left out, and it is said that there are more", () => {
  const row = ["x".repeat(200_000)];
  const fitted = fitPreview({ columns, rows: Array.from({ length: 9 }, () => row), hasMore: false });
  expect(fitted.rows).toHaveLength(5);
  expect(fitted.hasMore).toBe(true);
  expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(previewMaxBytes);
});
