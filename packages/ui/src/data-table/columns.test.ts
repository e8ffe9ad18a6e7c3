import { expect, test } from "vitest";
import { gridTracks, nextSort, stickyLefts, tableWidth } from "./columns.ts";

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

test("the first column and the pinned ones beside it stay in sight, each after those before it", () => {
  const column = (id: string, isPinned = false) => ({ id, label: id, width: 90, isPinned, cell: () => null });
  const columns = [column("name"), column("status", true), column("auc", true), column("lr"), column("late", true)];
  expect(stickyLefts(columns, { name: 200 }, true)).toEqual([
    "34px",
    "calc(34px + 200px)",
    "calc(34px + 200px + 90px)",
    undefined,
    undefined,
  ]);
  expect(stickyLefts(columns.slice(0, 1), {}, false)).toEqual(["0px"]);
});
