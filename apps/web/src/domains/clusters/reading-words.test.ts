import type { PendingWorkload } from "@plumbline/contracts/clusters/reading";
import { expect, test } from "vitest";
import { amountsText, measureText, outsideAside, pendingAside, pendingName } from "./reading-words.ts";

const item: PendingWorkload = {
  id: "1",
  namespace: "fraud",
  workspace: "fraud-team",
  name: "train-graph-51",
  kind: "Job",
  isOwn: false,
  wants: [],
  since: "2026-11-27T12:00:00.000Z",
  position: null,
  why: "It waits.",
  isForGood: false,
  said: null,
};

test("what waits has its name, or what may be known of it", () => {
  expect(pendingName(item)).toEqual({ before: "fraud/", name: "train-graph-51" });
  expect(pendingName({ ...item, namespace: null, name: null })).toEqual({ before: "", name: "a Job of fraud-team" });
  expect(pendingName({ ...item, namespace: null, name: null, workspace: null }).name).toBe("a Job of others");
});

test("amounts are one text; a workload without GPUs says so", () => {
  expect(
    amountsText([
      { title: "H100 80 GB", amount: 8 },
      { title: "L40S", amount: 2 },
    ]),
  ).toBe("8 H100 80 GB, 2 L40S");
  expect(amountsText([{ title: "GPUs", amount: 1 }])).toBe("1 GPU");
  expect(amountsText([])).toBe("no GPUs");
});

test("a list that is cut says of how many", () => {
  expect(pendingAside({ total: 1, items: [item] })).toBe("1 workload, one reason each");
  expect(pendingAside({ total: 2000, items: [item] })).toBe("2,000 workloads, one reason each; 1 of them below");
});

test("what is held outside quotas works or not only where it is measured", () => {
  expect(outsideAside({ gpus: 19, working: 13, namespaces: 3, items: [] })).toBe("19 GPUs in 3 namespaces, 13 working");
  expect(outsideAside({ gpus: 1, working: null, namespaces: 1, items: [] })).toBe("1 GPU in 1 namespace");
});

test("the measures are never mixed", () => {
  expect(measureText("busy")).toMatch(/busy under 5 %/);
  expect(measureText("sm-active")).toMatch(/SMs active under 5 %/);
  expect(measureText(null)).toMatch(/not known/);
});
