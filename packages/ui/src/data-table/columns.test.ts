import { expect, test } from "vitest";
import { gridTracks, nextSort } from "./columns.ts";

test("a header is pressed through descending, ascending and none", () => {
  const first = nextSort(undefined, "auc");
  const second = nextSort(first, "auc");
  expect(first).toEqual({ column: "auc", isDescending: true });
  expect(second).toEqual({ column: "auc", isDescending: false });
  expect(nextSort(second, "auc")).toBeUndefined();
  expect(nextSort(second, "loss")).toEqual({ column: "loss", isDescending: true });
});

test("kept widths win over a column's own", () => {
  const columns = [
    { id: "name", label: "Name", width: 160, cell: () => null },
    { id: "auc", label: "auc", width: 90, cell: () => null },
  ];
  expect(gridTracks(columns, { auc: 120 }, true)).toBe("34px 160px 120px minmax(0, 1fr)");
  expect(gridTracks(columns, {}, false)).toBe("160px 90px minmax(0, 1fr)");
});
