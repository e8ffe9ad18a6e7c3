import { expect, test } from "vitest";
import { gridTracks, nextSort, tableWidth } from "./columns.ts";

test("a header is pressed through descending, ascending and none", () => {
  const first = nextSort(undefined, "auc");
  const second = nextSort(first, "auc");
  expect(first).toEqual({ column: "auc", isDescending: true });
  expect(second).toEqual({ column: "auc", isDescending: false });
  expect(nextSort(second, "auc")).toBeUndefined();
  expect(nextSort(second, "loss")).toEqual({ column: "loss", isDescending: true });
});

test("kept widths win over a column's own; the first column leaves room for others on a phone", () => {
  const columns = [
    { id: "name", label: "Name", width: 160, cell: () => null },
    { id: "auc", label: "auc", width: 90, cell: () => null },
  ];
  expect(gridTracks(columns, { auc: 120 }, true)).toBe("34px min(160px, 44vw) 120px minmax(0, 1fr)");
  expect(gridTracks(columns, { name: 300 }, false)).toBe("300px 90px minmax(0, 1fr)");
  expect(tableWidth(columns, { auc: 120 }, true)).toBe("calc(34px + min(160px, 44vw) + 120px)");
  expect(gridTracks(columns, {}, false)).toBe("min(160px, 44vw) 90px minmax(0, 1fr)");
});
