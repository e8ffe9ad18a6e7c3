import { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import { expect, test } from "vitest";
import { defaultPanels, linePanel, newPanel } from "./default-panels.ts";
import { freshId, movePanel, parsePanels, printPanels, readPanels, withoutDefaults } from "./panel-address.ts";
import { matchingKeys, matchingPanels, panelSubtitle, panelTitle } from "./panel-words.ts";
import { readPanel } from "./read-panel.ts";

const known = {
  metrics: ["auc", "loss"],
  params: ["lr"],
  tags: [],
  common: { metrics: ["auc", "loss"], params: ["lr"], differingParams: ["lr"] },
};
const shown = { known, columns: [] };

test("panels come back from the address as they went into it", () => {
  const panels = (["line", "bar", "scatter", "parallel", "box", "images", "table"] as const).flatMap(
    (kind, at) => newPanel(kind, String(at), shown) ?? [],
  );
  expect(panels).toHaveLength(7);
  for (const panel of panels) expect(ChartPanel.safeParse(panel).success).toBe(true);
  expect(parsePanels(printPanels(panels))).toEqual(panels);
  expect(withoutDefaults(linePanel("1", ["auc"]))).toEqual({ kind: "line", id: "1", metrics: ["auc"] });
});

test.each([
  {},
  { kind: "line", id: "1", metrics: [] },
  { kind: "line", id: "1", metrics: ["a"], smoothing: 1 },
  { kind: "line", id: "1", metrics: ["a"], x: "epoch" },
  { kind: "line", id: "1", metrics: ["a"], x: "metric", xMetric: "b", bandBy: "p:lr", title: "A", isWide: true },
  { kind: "line", id: "a b", metrics: ["a"] },
  { kind: "bar", id: "1" },
  { kind: "bar", id: "1", value: "m:max:auc", more: 1 },
  { kind: "scatter", id: "1", x: "p:lr", y: "m:last:auc", isLogX: "yes" },
  { kind: "parallel", id: "1", columns: ["p:lr"] },
  { kind: "parallel", id: "1", columns: ["p:lr", "p:depth"] },
  { kind: "box", id: "1", value: "m:last:auc", by: "" },
  { kind: "images", id: "1", key: "x" },
  { kind: "table", id: "1", path: "t.json", title: "" },
])("%j is read as the contract reads it", (value) => {
  const contract = ChartPanel.safeParse(value);
  expect(readPanel(value)).toEqual(contract.success ? contract.data : undefined);
});

test("an address without panels leaves the board its own; one of none is an empty board", () => {
  expect(parsePanels([])).toBeUndefined();
  expect(parsePanels(printPanels([]))).toEqual([]);
});

test("what is no panel is passed over, and of two with one id the second", () => {
  const panel = { kind: "line", id: "1", metrics: ["auc"] };
  expect(readPanels([panel, { kind: "hologram", id: "2" }, { ...panel, metrics: ["loss"] }, null])).toEqual([linePanel("1", ["auc"])]);
  expect(parsePanels(["{", JSON.stringify(panel)])).toEqual([linePanel("1", ["auc"])]);
});

test("a panel moves to a place, and no further than the ends", () => {
  const panels = defaultPanels(["a", "b", "c"]);
  const order = (id: string, to: number) =>
    movePanel(panels, id, to)
      .map((panel) => panel.id)
      .join("");
  expect([order("1", 1), order("3", -4), order("1", 9), order("x", 0)]).toEqual(["213", "312", "231", "123"]);
  expect(freshId(panels.slice(1))).toBe("4");
});

test("a pattern picks charts and metrics; one that is none is looked for as it stands", () => {
  const panels = defaultPanels(["val/auc", "train/auc", "val/loss"]);
  expect(matchingPanels(panels, "^val/").map(panelTitle)).toEqual(["val/auc", "val/loss"]);
  expect(matchingKeys(["a(b", "ab"], "a(b")).toEqual(["a(b"]);
  expect(matchingKeys(["a"], " ")).toEqual([]);
});

test("a chart says what it draws and how", () => {
  const panel = { ...linePanel("1", ["auc", "loss"]), smoothing: 0.6, isLogY: true, bandBy: "p:lr" } as ChartPanel;
  expect([panelTitle(panel), panelSubtitle(panel)]).toEqual(["auc, loss", "by step, EMA 0.6, bands by lr, log y"]);
});

test("a kind that the runs have nothing for has no beginning", () => {
  const nothing = { metrics: [], params: [], tags: [], common: { metrics: [], params: [], differingParams: [] } };
  expect(
    (["line", "bar", "scatter", "parallel", "box"] as const).map((kind) => newPanel(kind, "1", { known: nothing, columns: [] })),
  ).toEqual(new Array(5).fill(undefined));
});
