import { expect, test } from "vitest";
import type { NodeObject } from "../objects/kubernetes.ts";
import { silentNodesOf, silentWords } from "./silent-nodes.ts";

const since = "2026-03-01T11:02:03Z";
const node = (name: string, ready: string | null): NodeObject => ({
  metadata: { name },
  status: { conditions: ready === null ? [] : [{ type: "Ready", status: ready, lastTransitionTime: since }] },
});

test("nodes that are not ready, and whether they answer", () => {
  expect(silentNodesOf([node("a", "True"), node("b", "Unknown"), node("c", "False"), node("new", null)])).toEqual([
    { name: "b", isSilent: true, since },
    { name: "c", isSilent: false, since },
  ]);
});

test("a sentence says since when", () => {
  expect(silentWords({ name: "b", isSilent: true, since })).toBe(
    "Node b has not answered since 2026-03-01 11:02 UTC: if it does not come back, the cluster ends what runs there, and another attempt follows.",
  );
  expect(silentWords({ name: "c", isSilent: false, since: null })).toBe(
    "Node c has said that it is not ready: what runs there may be ended.",
  );
});
