import { expect, test } from "vitest";
import { currentDestination, destinations } from "./navigation.ts";

test.each([
  ["/w/main", "home"],
  ["/w/main/experiments", "experiments"],
  ["/w/main/experiments/3", "experiments"],
  ["/w/main/runs/4f2c/artifacts", "experiments"],
  ["/w/main/reports", "experiments"],
  ["/w/main/reports/0191", "experiments"],
  ["/w/main/trash", "experiments"],
  ["/w/main/datasets/loans%20of%20all/3", "datasets"],
  ["/w/main/jobs/new", "jobs"],
  ["/w/main/clusters/gpu-fra-1", "clusters"],
  ["/w/main/training-runtimes/sklearn", "runtimes"],
  ["/w/main/models/default-risk/14/files", "models"],
  ["/w/main/approvals/31", "approvals"],
  ["/w/main/policies/production-high", "policies"],
  ["/w/main/inbox", undefined],
  ["/w/main/members/groups", "members"],
  ["/w/main/settings/account", "settings"],
])("%s belongs to %s", (pathname, id) => {
  expect(currentDestination(pathname, "main")?.id).toBe(id);
});

test("no two pages share an id or a key, and none takes a key of the rows", () => {
  expect(new Set(destinations.map(({ id }) => id)).size).toBe(destinations.length);
  expect(new Set(destinations.map(({ key }) => key)).size).toBe(destinations.length);
  // Those that move through the rows of a table, which would move along.
  for (const { key } of destinations) expect(["j", "k", "x"]).not.toContain(key);
});
