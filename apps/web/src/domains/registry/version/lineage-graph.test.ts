import type { LineageEdge, LineageNode } from "@plumbline/contracts/lineage";
import { expect, test } from "vitest";
import { lineageGraph, neighboursOf, startsOf, versionNode, versionOf } from "./lineage-graph.ts";

const node = (kind: LineageNode["kind"], id: string): LineageNode => ({ kind, id });
const edge = (from: LineageNode, to: LineageNode): LineageEdge => ({ from, relation: "input", to, createdAt: "2026-01-01T00:00:00.000Z" });
const data = node("dataset", "loans@a41f");
const run = node("run", "r1");
const model = node("logged-model", "m-1");
const current = versionNode({ model: "default-risk", version: 3 });

test("a walk begins at the run and the logged model, and goes on to what they lead to, once each", () => {
  const starts = startsOf({ runId: "r1", loggedModelId: "m-1" });
  expect(starts).toEqual([run, model]);
  const edges = [edge(data, run), edge(data, run), edge(run, model), edge(node("dataset", "more@b"), run)];
  expect(neighboursOf(starts, edges, 10).map(({ id }) => id)).toEqual(["loans@a41f", "more@b"]);
  expect(neighboursOf(starts, edges, 1)).toHaveLength(1);
});

test("the graph ends in the version, from the logged model where there is one", () => {
  const graph = lineageGraph(current, [run, model], [edge(data, run), edge(run, model)]);
  expect(graph.edges).toEqual([
    { from: "dataset loans@a41f", to: "run r1" },
    { from: "run r1", to: "logged-model m-1" },
    { from: "logged-model m-1", to: "model-version default-risk/3" },
  ]);
  expect(graph.nodes).toHaveLength(4);
});

test("an arrow that is stored is not drawn twice; without a run the version stands alone", () => {
  const arrow = edge(run, current);
  expect(lineageGraph(current, [run], [arrow, arrow]).edges).toHaveLength(1);
  expect(lineageGraph(current, [], [])).toEqual({ nodes: [{ key: "model-version default-risk/3", ...current }], edges: [] });
});

test("an arrow past a node that lies between is left to the table", () => {
  const graph = lineageGraph(current, [run, model], [edge(run, model), edge(model, current), edge(run, current)]);
  expect(graph.edges.map(({ from }) => from)).toEqual(["run r1", "logged-model m-1"]);
});

test("a stored node and a version are each other's", () => {
  expect(versionOf(current.id)).toEqual({ model: "default-risk", version: 3 });
  expect(versionOf("default-risk")).toBeUndefined();
});
