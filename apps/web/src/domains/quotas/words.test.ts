import { expect, test } from "vitest";
import { leadText, requestStateText, requestTitle, sharingText, waitText } from "./words.ts";

const pool = (given: { promised?: number; idle?: number } = {}) =>
  ({ capacity: 64, promised: 0, idle: 0, held: { guaranteed: 53, borrowed: 8, outside: 0, free: 3 }, ...given }) as never;

test("says what is held, what of it is idle and what is free", () => {
  expect(leadText({ pools: [pool({ idle: 4 }), pool()], resource: "gpu" })).toBe("122 of 128 GPUs held, 4 of them idle, 6 free");
  expect(leadText({ pools: [], resource: "cpu" })).toBe("0 of 0 cores held, 0 free");
});

test.each([
  [0, "0m"],
  [44 * 60, "44m"],
  [170 * 60, "2h 50m"],
  [50 * 3600, "2d 2h"],
])("a wait of %d seconds is %s", (seconds, text) => {
  expect(waitText(seconds)).toBe(text);
});

test("a request says who gets what from whom", () => {
  const request = { amount: 4, pool: { id: "", name: "h100", flavour: "h100", units: "GPUs" }, workspace: "risk", limits: {} };
  expect(requestTitle({ ...request, from: null })).toBe("+4 h100 guaranteed for risk, from what is shared by all");
  expect(requestTitle({ ...request, from: "fraud" })).toBe("+4 h100 guaranteed for risk, from fraud's guarantee");
  expect(requestTitle({ ...request, amount: -2, from: null })).toBe("−2 h100 guaranteed for risk");
});

test("a request says what may be borrowed and lent, alone or beside the guarantee", () => {
  const request = { amount: 4, pool: { id: "", name: "h100", flavour: "h100", units: "GPUs" }, workspace: "risk", from: "fraud" };
  expect(requestTitle({ ...request, limits: { borrowingLimit: 2 } })).toBe(
    "+4 h100 guaranteed for risk, from fraud's guarantee, may borrow at most 2",
  );
  expect(requestTitle({ ...request, amount: 0, limits: { borrowingLimit: null, lendingLimit: 0 } })).toBe(
    "h100 for risk: may borrow without limit, lends at most 0",
  );
});

test.each([
  [["applied", "applied"], "applied"],
  [["applied", "written"], "approved, being written"],
  [["waiting"], "approved, being written"],
  [["applied", "failed"], "approved, not written"],
  [["owner"], "approved, waits for the cluster's owner"],
] as const)("an approved request whose changes of a cluster are %j is %s", (states, text) => {
  const terms = { nominal: 1, borrowingLimit: null, lendingLimit: null };
  const changes = states.map((state) => ({
    ...{ workspace: "a", queue: "q", flavour: "h100", resource: "nvidia.com/gpu", before: terms, after: terms, isReturn: false },
    ...{ state, problem: null, patch: null },
  }));
  const request = { state: "approved" as const, votes: [], approvalsNeeded: 1 };
  expect(requestStateText({ ...request, onCluster: { cluster: "lab", isHandedOver: true, changes } })).toBe(text);
  expect(requestStateText({ ...request, onCluster: null })).toBe("approved");
});

test("an open request counts its approvals, a decided one says what it is", () => {
  const vote = { by: { id: "a", name: "A" }, choice: "approve" as const, reason: "", at: "" };
  expect(requestStateText({ state: "open", votes: [vote], approvalsNeeded: 2 })).toBe("1 of 2 approved");
  expect(requestStateText({ state: "expired", votes: [], approvalsNeeded: 1 })).toBe("expired");
});

test("without any guarantee it says how sharing works", () => {
  expect(sharingText({ pools: [pool()], resource: "cpu" })).toContain("all workspaces take cores from what is free");
  expect(sharingText({ pools: [pool({ promised: 4 })], resource: "gpu" })).toBeUndefined();
  expect(sharingText({ pools: [], resource: "gpu" })).toBeUndefined();
});
