import { describe, expect, test } from "vitest";
import { daysAgo, openTestEvidence, openTestMember, openTestPolicy, testDigest, testMove } from "./open-test-policy.ts";
import { sensitivityAt } from "./sensitivity.ts";
import { type PastDecision, simulate } from "./simulate.ts";

let requestNumber = 0;
/** An approved decision whose reproducibility evidence was so many days old. */
function past(ageDays: number, rest: Partial<PastDecision> = {}): PastDecision {
  requestNumber += 1;
  const decidedAt = rest.decidedAt ?? daysAgo(100 - requestNumber);
  return {
    requestNumber,
    decidedAt,
    outcome: "approved",
    facts: testMove,
    subject: { digest: testDigest, ownerIds: [] },
    evidence: [openTestEvidence("reproducibility", { auc: 0.8 }, { producedAt: new Date(decidedAt.getTime() - ageDays * 86_400_000) })],
    votes: [],
    people: null,
    wasRolledBack: false,
    ...rest,
  };
}
const draft = openTestPolicy("require:\n  - reproducibility:\n      max_age: 14d\n", { version: 8 });

describe("simulate", () => {
  test("says which would have been blocked, by which line, and what they had", () => {
    const result = simulate(draft, [past(22, { wasRolledBack: true }), past(3), past(19), past(14, { wasRolledBack: true })]);
    expect(result.items.map(({ passes, blockedBy }) => [passes, blockedBy])).toEqual([
      [false, [{ line: 5, asks: "at most 14 days old", found: "22 days" }]],
      [true, []],
      [false, [{ line: 5, asks: "at most 14 days old", found: "19 days" }]],
      [true, []],
    ]);
    expect(result).toMatchObject({ approved: 4, blocked: 2, rolledBack: 2, rolledBackBlocked: 1 });
    expect(result.summary).toBe("2 of the last 4 would have been blocked. It would have stopped 1 of the 2 that were later rolled back.");
  });

  test("puts the oldest first and leaves out what the draft would not have governed", () => {
    const [late, early] = [past(1, { decidedAt: daysAgo(1) }), past(1, { decidedAt: daysAgo(9) })];
    const elsewhere = past(99, { facts: { ...testMove, move: { kind: "transition", from: "experimental", to: "staging" } } });
    expect(simulate(draft, [late, elsewhere, early]).items.map((item) => item.requestNumber)).toEqual([
      early.requestNumber,
      late.requestNumber,
    ]);
    expect(simulate(draft, [elsewhere]).summary).toBe("It would have governed none of the past promotions.");
  });

  test("a stricter policy of the workspace keeps governing what it governs", () => {
    const stricter = openTestPolicy("match: { transition: '* -> production', tier: high }", { name: "stricter" });
    expect(simulate(draft, [past(99)], [stricter]).items).toEqual([]);
  });

  test("the version that the draft replaces does not compete with it", () => {
    const inForce = openTestPolicy("require: [{ model_card: {} }]\napprovals: [{ role: approver, min: 9 }]", { version: 7 });
    expect(simulate(draft, [past(1)], [inForce]).items).toHaveLength(1);
  });

  test("what the organisation asks blocks too, without a line of the draft", () => {
    const org = openTestPolicy("require: [{ model_card: {} }]", { name: "org", scope: "organisation" });
    expect(simulate(draft, [past(1)], [org]).items[0]?.blockedBy).toEqual([
      { line: null, asks: "Any that does not fail", found: "No evidence" },
    ]);
  });

  test("each value that fails is told by itself", () => {
    const many = openTestPolicy("require:\n  - metrics:\n      auc: '>= 0.9'\n      f1: '>= 0.5'\n      ks: '> 0'\n");
    const decision = past(1, { evidence: [openTestEvidence("metrics", { auc: 0.8, f1: 0.6 })] });
    expect(simulate(many, [decision]).items[0]?.blockedBy).toEqual([
      { line: 5, asks: "auc ≥ 0.9", found: "auc 0.8" },
      { line: 7, asks: "ks > 0", found: "Nothing to hold" },
    ]);
  });

  test("evidence with too little data blocks as a whole", () => {
    const decision = past(1, { evidence: [openTestEvidence("reproducibility", {}, { verdict: "insufficient" })] });
    expect(simulate(openTestPolicy("require:\n  - reproducibility: { match: true }\n"), [decision]).items[0]?.blockedBy).toEqual([
      { line: 4, asks: "Training again gives the same result", found: "Not enough data" },
    ]);
  });

  test("rejected decisions are shown and not counted", () => {
    expect(simulate(draft, [past(99, { outcome: "rejected", wasRolledBack: false }), past(1)])).toMatchObject({
      approved: 1,
      blocked: 0,
      items: [{ passes: false }, { passes: true }],
    });
  });

  test("the votes of then are counted for the approvals of the draft", () => {
    const committee = openTestPolicy("approvals:\n  - { group: committee, min: 2 }\n");
    const people = {
      members: ["a", "b"].map((id) => openTestMember(id, { groups: ["committee"] })),
      involved: [],
      recusals: [],
      delegations: [],
    };
    const vote = (voterId: string) => ({
      id: voterId,
      voterId,
      onBehalfOfId: null,
      choice: "approve" as const,
      basis: "then",
      castAt: daysAgo(50),
    });
    expect(simulate(committee, [past(1, { people, votes: [vote("a"), vote("b")] })]).blocked).toBe(0);
    expect(simulate(committee, [past(1, { people, votes: [vote("a")] })]).items[0]?.blockedBy).toEqual([
      { line: 4, asks: "2 of committee", found: "1" },
    ]);
    expect(simulate(committee, [past(1, { people, votes: [] })]).items[0]?.blockedBy[0]?.found).toBe("None");
    expect(simulate(committee, [past(1, { votes: [] })]).blocked).toBe(0);
  });
});

describe("sensitivityAt", () => {
  const at = (policy: typeof draft, line: number, ...decisions: PastDecision[]) =>
    sensitivityAt({ draft: policy, past: decisions, others: [], inForce: null, line });
  const bars = (sensitivity: ReturnType<typeof at>) => sensitivity?.points.map(({ label, blocked }) => [label, blocked]);

  test("of an age counts what other ages would have blocked, that in force among them", () => {
    const inForce = openTestPolicy("require: [{ reproducibility: { max_age: 30d } }]", { version: 7 });
    const decisions = [past(22), past(27), past(19), past(10), past(3)];
    const result = sensitivityAt({ draft, past: decisions, others: [], inForce, line: 5 });
    expect(result).toEqual({
      title: "Reproducibility must be at most 14 days old",
      line: 5,
      points: [
        { label: "7 days", blocked: 4, isDraft: false, isInForce: false },
        { label: "14 days", blocked: 3, isDraft: true, isInForce: false },
        { label: "21 days", blocked: 2, isDraft: false, isInForce: false },
        { label: "28 days", blocked: 0, isDraft: false, isInForce: false },
        { label: "30 days", blocked: 0, isDraft: false, isInForce: true },
      ],
    });
  });

  test("of a bound", () => {
    const policy = openTestPolicy("require:\n  - metrics: { auc: '>= 0.80' }\n");
    const decisions = [0.71, 0.76, 0.79, 0.83, 0.95].map((auc) => past(1, { evidence: [openTestEvidence("metrics", { auc })] }));
    const inForce = openTestPolicy("require: [{ metrics: { auc: '>= 0.8' } }]");
    const result = sensitivityAt({ draft: policy, past: decisions, others: [], inForce, line: 4 });
    expect(bars(result)).toEqual([
      ["≥ 0.7", 0],
      ["≥ 0.75", 1],
      ["≥ 0.8", 3],
      ["≥ 0.85", 4],
      ["≥ 0.9", 4],
    ]);
    expect(result?.points[2]).toMatchObject({ isDraft: true, isInForce: true });
    expect(result?.title).toBe("Metrics: auc ≥ 0.8");
  });

  test("of a count of nothing never goes below it", () => {
    const policy = openTestPolicy("require:\n  - security_scan: { suspicious: 0 }\n");
    const decisions = [0, 1, 1, 5].map((suspicious) => past(1, { evidence: [openTestEvidence("security_scan", { suspicious })] }));
    expect(bars(at(policy, 4, ...decisions))).toEqual([
      ["≤ 0", 3],
      ["≤ 1", 1],
      ["≤ 2", 1],
    ]);
  });

  test("of rows in a group moves by whole numbers, of a bound on an interval looks at its end", () => {
    const policy = openTestPolicy(
      "require:\n  - fairness:\n      min_group: 200\n      selection_ratio: '>= 0.8'\n      lower_bound: true\n",
    );
    const decision = past(1, {
      evidence: [openTestEvidence("fairness", { min_group: 190, selection_ratio: 1, selection_ratio_lower: 0.78 })],
    });
    expect(bars(at(policy, 5, decision))).toEqual([
      ["≥ 180", 0],
      ["≥ 190", 0],
      ["≥ 200", 1],
      ["≥ 210", 1],
      ["≥ 220", 1],
    ]);
    expect(bars(at(policy, 6, decision))?.[1]).toEqual(["≥ 0.75", 0]);
    expect(bars(at(policy, 6, decision))?.[2]).toEqual(["≥ 0.8", 1]);
  });

  test("there is none on a line without a number", () => {
    expect(at(draft, 4, past(1))).toBeNull();
    expect(at(openTestPolicy("require:\n  - champion: { verdict: better }\n"), 4, past(1))).toBeNull();
  });

  test("rejected decisions are not counted", () => {
    expect(bars(at(draft, 5, past(99, { outcome: "rejected" })))?.every(([, blocked]) => blocked === 0)).toBe(true);
  });
});
