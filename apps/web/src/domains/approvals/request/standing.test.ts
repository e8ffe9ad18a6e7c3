import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { expect, test } from "vitest";
import { seatsOf, seatWords, standingOf, voteOfSeat, votesNeeded } from "./standing.ts";

const clauses = (...states: string[]) => states.map((state) => ({ state })) as PromotionRequest["clauseList"];
const request = (part: Partial<PromotionRequest>) =>
  ({
    state: "open",
    clauseList: [],
    approvals: { given: 0, needed: 2 },
    votesOpen: false,
    isWaitingForMe: false,
    ...part,
  }) as PromotionRequest;

test.each([
  [{ clauseList: clauses("met", "failed", "missing") }, "bad", "Blocked: 2 of 3 clauses unmet"],
  [{ clauseList: clauses("failed") }, "bad", "Blocked: 1 of 1 clause unmet"],
  [{ clauseList: clauses("met") }, "bad", "Blocked by the policy"],
  [
    { state: "voting" as const, clauseList: clauses("met"), votesOpen: true, approvals: { given: 1, needed: 3 } },
    "accent",
    "Votes open: 1 of 3",
  ],
  [{ state: "approved" as const, clauseList: clauses("failed") }, "good", "Approved"],
  [{ state: "expired" as const }, "neutral", "Expired undecided"],
])("%j stands as %s: %s", (part, tone, text) => {
  expect(standingOf(request(part))).toEqual({ tone, text });
});

test.each([
  [{ votesOpen: true, approvals: { given: 1, needed: 2 }, isWaitingForMe: true }, "Your vote is the last one needed."],
  [{ votesOpen: true, approvals: { given: 0, needed: 3 }, isWaitingForMe: true }, "Your vote is one of 3 still needed."],
  [{ votesOpen: true, approvals: { given: 1, needed: 2 } }, "1 vote is still needed."],
  [{ votesOpen: false }, undefined],
  [{ votesOpen: true, approvals: { given: 2, needed: 2 } }, undefined],
])("%j needs: %s", (part, text) => {
  expect(votesNeeded(request(part))).toBe(text);
});

const seat = { person: { id: "ada", name: "Ada" }, mayVote: true, note: null, vote: null, isVoid: false };
const vote = {
  id: "1",
  voter: { id: "ada", name: "Ada" },
  onBehalfOf: null,
  choice: "approve" as const,
  reason: "sound",
  conflict: "",
  castAt: "2026-09-14T10:00:00Z",
  isValid: true,
  voidReason: null,
};

test.each([
  [seat, undefined, { sign: "waiting", text: "May vote" }],
  [{ ...seat, note: "Also by Ben, by delegation" }, undefined, { sign: "waiting", text: "May vote. Also by Ben, by delegation" }],
  [{ ...seat, mayVote: false, note: "trained the run" }, undefined, { sign: "neutral", text: "trained the run" }],
  [{ ...seat, vote: "approve" as const }, vote, { sign: "good", text: "Approved" }],
  [{ ...seat, vote: "approve" as const, isVoid: true }, vote, { sign: "warn", text: "Approved, void" }],
  [{ ...seat, vote: "reject" as const }, vote, { sign: "bad", text: "Rejected" }],
  [
    { ...seat, vote: "recuse" as const },
    { ...vote, conflict: "advises the team" },
    { sign: "neutral", text: "Recused: advises the team" },
  ],
  [
    { ...seat, vote: "approve" as const },
    { ...vote, voter: { id: "ben", name: "Ben" }, onBehalfOf: seat.person },
    { sign: "good", text: "Approved by Ben" },
  ],
])("a seat reads %#", (given, cast, words) => {
  expect(seatWords(given, cast)).toEqual(words);
});

test("a vote by delegation is the vote of the seat, not of whoever cast it", () => {
  const forAda = { ...vote, id: "2", voter: { id: "ben", name: "Ben" }, onBehalfOf: { id: "ada", name: "Ada" } };
  expect(voteOfSeat([vote, forAda], "ada")?.id).toBe("2");
  expect(voteOfSeat([forAda], "ben")).toBeUndefined();
});

test("somebody votes from the seats that they may vote in", () => {
  const approvalList = [
    { name: "committee", kind: "group", seats: [seat] },
    { name: "approver", kind: "role", seats: [seat] },
    { name: "owners", seats: [{ ...seat, mayVote: false }] },
  ] as unknown as PromotionRequest["approvalList"];
  expect(seatsOf({ approvalList }, "ada")).toEqual(["committee", "role approver"]);
});
