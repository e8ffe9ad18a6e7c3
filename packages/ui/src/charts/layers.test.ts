import { expect, test } from "vitest";
import { layerGraph } from "./layers.ts";

const columnsOf = (ids: string[], edges: [string, string][]) => {
  const { nodes } = layerGraph(
    ids,
    edges.map(([from, to]) => ({ from, to })),
  );
  return Object.fromEntries(nodes.map(({ id, column }) => [id, column]));
};

test("every node stands right of all that leads to it", () => {
  const edges: [string, string][] = [
    ["data", "run"],
    ["run", "model"],
    ["model", "version"],
    ["data", "version"],
  ];
  expect(columnsOf(["version", "run", "data", "model"], edges)).toEqual({ data: 0, run: 1, model: 2, version: 3 });
});

test("a circle is cut, an arrow to nowhere left out, and every node is placed once", () => {
  const { nodes } = layerGraph(
    ["a", "b", "c", "alone"],
    [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
      { from: "c", to: "a" },
      { from: "c", to: "missing" },
      { from: "b", to: "b" },
    ],
  );
  expect(nodes.map(({ id }) => id).sort()).toEqual(["a", "alone", "b", "c"]);
});

test("neighbours stand at the same height, so that their arrows do not cross; narrow columns are centred", () => {
  const { nodes, rows } = layerGraph(
    ["a", "b", "y", "x", "end"],
    [
      { from: "a", to: "x" },
      { from: "b", to: "y" },
      { from: "x", to: "end" },
      { from: "y", to: "end" },
    ],
  );
  const row = Object.fromEntries(nodes.map((node) => [node.id, node.row]));
  expect(rows).toBe(2);
  expect(row.a === row.x && row.b === row.y).toBe(true);
  expect(row.end).toBe(0.5);
});

test("nothing to place", () => {
  expect(layerGraph([], [])).toEqual({ nodes: [], columns: 0, rows: 0 });
});
