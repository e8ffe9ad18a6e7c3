import { SavedViewContent } from "@plumbline/contracts/experiments/saved-view";
import { expect, test } from "vitest";
import { addressOf, contentOf, isBare, isSameContent, type TableContent } from "./table-address.ts";

const nothingKept = { columns: undefined, widths: {}, pinned: [] };

function urlOf(values: Readonly<Record<string, string | readonly string[] | undefined>>) {
  const params = new URLSearchParams(Object.entries(values).flatMap(([name, value]) => [value ?? []].flat().map((item) => [name, item])));
  return { get: (name: string) => params.get(name) ?? undefined, getAll: (name: string) => params.getAll(name) };
}

const full: TableContent = {
  version: 1,
  filter: "params.lr = '0.1' AND metrics.auc > 0.8",
  sort: { column: "m:last:auc", isDescending: true },
  columns: ["status", "m:max:auc", "p:a:b"],
  widths: { status: 120, "m:max:auc": 90, "p:a:b": 210 },
  pinned: ["status"],
  grouping: { by: "param", key: "a:b" },
  mode: "split",
  scope: "top",
  isCompact: true,
  charts: [{ id: "1", kind: "line", metrics: ["val/auc"] }],
};

test("a view survives the way through an address, and what it says is one that the server keeps", () => {
  expect(contentOf(urlOf(addressOf(full)), nothingKept)).toEqual(full);
  const empty = contentOf(urlOf({}), nothingKept);
  expect(contentOf(urlOf(addressOf(empty)), nothingKept)).toEqual(empty);
  for (const content of [full, empty]) expect(SavedViewContent.safeParse(content).success).toBe(true);
});

test.each(["dataset", "parent", "status", "user"] as const)("grouped by %s", (by) => {
  expect(contentOf(urlOf({ group: by }), nothingKept).grouping).toEqual({ by });
});

test("what the browser kept counts where the address is silent", () => {
  const kept = { columns: ["user"], widths: { user: 80 }, pinned: ["user"] };
  expect(contentOf(urlOf({}), kept)).toMatchObject(kept);
  expect(contentOf(urlOf({ col: "status", w: "99:status", pin: "status" }), kept)).toMatchObject({
    columns: ["status"],
    widths: { status: 99 },
    pinned: ["status"],
  });
});

test("charts are the same whatever order their fields are kept in", () => {
  const kept = { ...full, charts: [{ metrics: ["val/auc"], kind: "line", id: "1" }] };
  expect(isSameContent(full, kept)).toBe(true);
  expect(isSameContent(full, { ...full, charts: [] })).toBe(false);
});

test("nonsense in an address says nothing", () => {
  const content = contentOf(
    urlOf({ sort: "-source", w: ["wide:status", "12345:status"], group: "colour", view: "pie", panel: ["{", "7", "[]"] }),
    nothingKept,
  );
  expect(content).toEqual(contentOf(urlOf({}), nothingKept));
});

test("two views are the same whatever the order of their widths, and differ by anything else", () => {
  const turned = { ...full, widths: Object.fromEntries(Object.entries(full.widths).reverse()) };
  expect(isSameContent(full, turned)).toBe(true);
  const others: Partial<TableContent>[] = [
    { filter: "" },
    { sort: null },
    { columns: ["m:max:auc", "status", "p:a:b"] },
    { columns: null },
    { widths: {} },
    { pinned: [] },
    { grouping: null },
    { mode: "table" },
    { scope: "all" },
    { isCompact: false },
  ];
  for (const other of others) expect(isSameContent(full, { ...full, ...other })).toBe(false);
});

test("an address is bare where it says nothing of the table, whatever is selected", () => {
  expect(isBare(urlOf({ run: "r1", saved: "v1" }))).toBe(true);
  expect(isBare(urlOf({ filter: "metrics.a > 1" }))).toBe(false);
});
