import { expect, test } from "vitest";
import type { PodObject } from "../../../clusters/index.ts";
import { lostByNode } from "./lost-pod.ts";

const now = new Date("2026-03-01T12:00:00Z");
const pod = (name: string, given: { node?: string; due?: string; phase?: string }): PodObject => ({
  metadata: { name, ...(given.due === undefined ? {} : { deletionTimestamp: `2026-03-01T${given.due}Z` }) },
  spec: given.node === undefined ? {} : { nodeName: given.node },
  status: { phase: given.phase ?? "Running" },
});

test("a node that lost one pod has lost all that were to end there, and nothing else", () => {
  const pods = [
    pod("long-due", { node: "a", due: "11:58:59" }),
    pod("just-due", { node: "a", due: "11:59:59" }),
    pod("still-wanted", { node: "a" }),
    pod("over", { node: "a", due: "11:50:00", phase: "Failed" }),
    pod("in-time", { node: "b", due: "11:59:00" }),
    pod("nowhere", { due: "11:50:00", phase: "Pending" }),
  ];
  const lost = [...lostByNode(pods, now)].map(([node, members]) => [node, members.map(({ metadata }) => metadata.name)]);
  expect(lost).toEqual([["a", ["long-due", "just-due"]]]);
});
