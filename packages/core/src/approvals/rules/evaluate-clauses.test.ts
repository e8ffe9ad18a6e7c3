import { Clause } from "@plumbline/contracts/approvals/clause";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { effectiveOf } from "./effective-policy.ts";
import { blockersOf, evaluateClauses } from "./evaluate-clauses.ts";
import type { EvidenceFact } from "./evidence-fact.ts";
import { daysAgo, openTestEvidence as evidence, openTestPolicy, testDigest, testNow } from "./open-test-policy.ts";

const subject = { digest: testDigest, ownerIds: ["owner-1"] };
const clausesOf = (body: string, facts: readonly EvidenceFact[], now = testNow) =>
  evaluateClauses(effectiveOf(openTestPolicy(`require:\n${body}`)), { evidence: facts, subject, now });
const clauseOf = (body: string, ...facts: EvidenceFact[]) => clausesOf(`  - ${body}\n`, facts)[0];

describe("each kind in words", () => {
  const person = { kind: "user", id: "owner-1", name: "Owner One" };
  test.each<[string, EvidenceFact, string, string]>([
    [
      "metrics: { auc: '>= 0.850', logloss: '<= 0.340' }",
      evidence("metrics", { auc: 0.86124, logloss: 0.32871 }),
      "auc ≥ 0.85, logloss ≤ 0.34",
      "auc 0.8612, logloss 0.3287",
    ],
    [
      "champion: { metric: auc, verdict: [better, equivalent], same_dataset: true }",
      evidence("champion", { metric: "auc", verdict: "better", same_dataset: true, difference: 0.00612 }),
      "better or equivalent on auc, on the same dataset",
      "Better, same dataset, +0.00612",
    ],
    [
      "fairness: { selection_ratio: '>= 0.80', min_group: 200 }",
      evidence("fairness", { selection_ratio: 0.87, min_group: 200, groups_too_small: 1 }),
      "selection ratio ≥ 0.8, rows in each group that is judged ≥ 200",
      "selection ratio 0.87, rows in each group that is judged 200, 1 group too small",
    ],
    [
      "explainability: { features: 10, method: [shap, lime] }",
      evidence("explainability", { features: 45, method: "shap" }),
      "features explained ≥ 10, method shap or lime",
      "features explained 45, method shap",
    ],
    [
      "data_validation: { blocking_failures: 0 }",
      evidence("data_validation", { blocking_failures: 0, passed: 14, checks: 14 }),
      "No blocking check fails",
      "0 blocking checks that fail, 14 of 14 checks pass",
    ],
    ["robustness: { auc_drop: '<= 0.020' }", evidence("robustness", { auc_drop: 0.0112 }), "auc drop ≤ 0.02", "auc drop 0.0112"],
    [
      "security_scan: { dangerous_imports: 0 }",
      evidence("security_scan", { dangerous_imports: 0, files: 6 }),
      "No dangerous import",
      "0 dangerous imports in 6 files",
    ],
    [
      "model_card: { complete: true }",
      evidence("model_card", { complete: true, filled: 12, total: 12 }),
      "Every field filled in",
      "Complete, 12 of 12 fields",
    ],
    [
      "reproducibility: { match: true, tolerance: 0.001 }",
      evidence("reproducibility", { match: true, tolerance: 0.0001 }),
      "Training again gives the same result, tolerance of the comparison ≤ 0.001",
      "Matched, tolerance of the comparison 0.0001",
    ],
    [
      "business_impact: { signed_by: owner, expected_value: '>= -500000' }",
      evidence("business_impact", { expected_value: -412_000 }, { producer: person }),
      "Signed by the owner, expected value a year ≥ −500,000",
      "Signed by Owner One, expected value a year −412,000",
    ],
    [
      "document: { title: Validation report }",
      evidence("document", { title: "Validation report" }, { summary: "12 pages" }),
      "Attached “Validation report”",
      "12 pages",
    ],
  ])("%s", (...[body, fact, asks, found]) => {
    expect(clauseOf(body, fact)).toMatchObject({ state: "met", asks, found, todo: null });
  });
});

describe("missing", () => {
  test("evidence says what to do, and whether the platform can", () => {
    expect(clauseOf("security_scan: { dangerous: 0 }")).toEqual({
      id: "security_scan",
      kind: "security_scan",
      title: "Security scan",
      state: "missing",
      asks: "Nothing dangerous",
      found: "No evidence",
      todo: "Scan the version's files; the platform can, and opens none of them.",
      source: { policy: "production", version: 1, isMandatory: false, line: 4 },
      evidenceId: null,
      evidenceDigest: null,
      producer: null,
      producedAt: null,
      validUntil: null,
      canProduce: true,
    });
    expect(clauseOf("robustness: { auc_drop: 0.1 }")?.canProduce).toBe(false);
  });

  test("is what is about other bytes, of another kind, id, dataset, attribute, metric or title", () => {
    const states = [
      clauseOf("metrics: { auc: '> 0' }", evidence("metrics", { auc: 1 }, { subjectDigest: "other" })),
      clauseOf("metrics: { auc: '> 0' }", evidence("robustness", { auc: 1 })),
      clauseOf("metrics: { auc: '> 0', id: holdout }", evidence("metrics", { auc: 1 })),
      clauseOf("metrics: { auc: '> 0' }", evidence("metrics", { auc: 1, id: "holdout" })),
      clauseOf(
        "metrics: { auc: '> 0', dataset: loans }",
        evidence("metrics", { auc: 1 }, { inputs: [{ kind: "dataset", name: "loans-2" }] }),
      ),
      clauseOf("fairness: { attribute: sex }", evidence("fairness", { attribute: "age" })),
      clauseOf("champion: { metric: ks, verdict: better }", evidence("champion", { metric: "auc", verdict: "better" })),
      clauseOf("document: { title: a }", evidence("document", { title: "b" })),
    ].map((clause) => clause?.state);
    expect(states).toEqual(Array.from({ length: 8 }, () => "missing"));
    expect(clauseOf("fairness: { attribute: sex }")?.todo).toContain("Asked for: by sex.");
  });
});

describe("which evidence counts", () => {
  test("the newest, even where an older one would do", () => {
    const [good, bad] = [
      evidence("metrics", { auc: 0.9 }, { id: "1", producedAt: daysAgo(2) }),
      evidence("metrics", { auc: 0.1 }, { id: "2", producedAt: daysAgo(1) }),
    ];
    for (const facts of [
      [good, bad],
      [bad, good],
    ])
      expect(clauseOf("metrics: { auc: '> 0.5' }", ...facts)).toMatchObject({ state: "failed", evidenceId: "2" });
  });

  test("of one instant the later id", () => {
    const facts = ["b", "a"].map((id) => evidence("metrics", { auc: 0.9 }, { id }));
    expect(clauseOf("metrics: { auc: '> 0.5' }", ...facts)?.evidenceId).toBe("b");
  });

  test.each([
    ["dataset: loans", { inputs: [{ kind: "dataset", name: "loans" }] }, {}],
    ["dataset: loans", { inputs: [{ kind: "dataset-version", name: "loans@7" }] }, {}],
    ["dataset: loans@7", { inputs: [{ kind: "dataset", name: "loans@7" }] }, {}],
    ["dataset: loans", {}, { dataset: "loans" }],
    ["id: holdout", {}, { id: "holdout" }],
  ])("%s finds its own", (key, rest, values) => {
    expect(clauseOf(`metrics: { auc: '> 0.5', ${key} }`, evidence("metrics", { auc: 0.9, ...values }, rest))?.state).toBe("met");
  });

  test("one comparison may hold several metrics; each has its own verdict and difference", () => {
    const fact = evidence("champion", {
      metric: "auc",
      verdict: "better",
      difference: 0.01,
      ks_verdict: "worse",
      ks_difference: -0.02,
      f1_verdict: "equivalent",
    });
    const of = (metric: string) => clauseOf(`champion: { metric: ${metric}, verdict: [better, equivalent] }`, fact);
    expect(of("auc")).toMatchObject({ state: "met", found: "Better, +0.01" });
    expect(of("ks")).toMatchObject({ state: "failed", found: "Worse, −0.02", todo: "Verdict: worse, must be better or equivalent." });
    expect(of("f1")).toMatchObject({ state: "met", found: "Equivalent" });
  });
});

describe("failed", () => {
  test.each([
    ["metrics: { auc: '>= 0.85' }", { auc: 0.81 }, "auc 0.81", "Auc: 0.81, must be ≥ 0.85."],
    ["metrics: { auc: '>= 0.85' }", { auc: 0.849996 }, "auc 0.849996", "Auc: 0.849996, must be ≥ 0.85."],
    ["metrics: { auc: '>= 0.85' }", {}, "", "The evidence says nothing about auc."],
    ["metrics: { auc: '>= 0.85' }", { auc: null }, "", "The evidence says nothing about auc."],
    ["metrics: { auc: '>= 0.85' }", { auc: "NaN" }, "", "Auc is 'NaN', not a number that a bound can hold."],
    ["metrics: { auc: '>= 0.85' }", { auc: Number.POSITIVE_INFINITY }, "", "Auc is 'Infinity', not a number that a bound can hold."],
    ["metrics: { auc: '<= 0.85' }", { auc: Number.NaN }, "", "Auc is 'NaN', not a number that a bound can hold."],
    ["metrics: { auc: '>= 0.85' }", { auc: true }, "", "Auc is 'true', not a number that a bound can hold."],
    ["metrics: { n: '= 123456' }", { n: 123_457 }, "n 123,457", "N: 123,457, must be = 123,456."],
    [
      "security_scan: { dangerous: 0, suspicious: 0 }",
      { dangerous: 2, suspicious: 1 },
      "2 dangerous findings, 1 suspicious findings",
      "Dangerous findings: 2, must be ≤ 0. Suspicious findings: 1, must be ≤ 0.",
    ],
    [
      "champion: { verdict: [better, no_champion] }",
      { verdict: "inconclusive" },
      "Inconclusive",
      "Verdict: inconclusive, must be better or no champion.",
    ],
    [
      "fairness: { selection_ratio: '>= 0.8', lower_bound: true }",
      { selection_ratio: 0.87, selection_ratio_lower: 0.78 },
      "lower bound of the selection ratio 0.78",
      "Lower bound of the selection ratio: 0.78, must be ≥ 0.8.",
    ],
    [
      "fairness: { tpr_difference: '<= 0.1', lower_bound: true }",
      { tpr_difference: 0.05 },
      "",
      "The evidence says nothing about upper bound of the difference of true positive rates.",
    ],
    [
      "model_card: { complete: true }",
      { complete: false, filled: 10, total: 12, missing: "Out-of-scope use, Monitoring plan" },
      "Not complete, 10 of 12 fields",
      "Fill in Out-of-scope use and Monitoring plan.",
    ],
    [
      "model_card: { fields: [intended_use, limitations, contact] }",
      { fields: "intendedUse,contact" },
      "2 of 3 fields filled in",
      "Not there yet: limitations.",
    ],
    [
      "reproducibility: { match: true }",
      { match: false },
      "Did not match",
      "Did not match. Asked for: training again gives the same result.",
    ],
  ])("%s with %j", (...[body, values, found, todo]) => {
    const kind = body.split(":")[0] as EvidenceFact["kind"];
    const clause = clauseOf(body, evidence(kind, values));
    expect(clause).toMatchObject({ state: "failed", todo });
    if (found !== "") expect(clause?.found).toBe(found);
  });

  test("names inherited by every object are no values", () => {
    expect(clauseOf("metrics: { constructor: '>= 0' }", evidence("metrics", {}))).toMatchObject({ state: "failed" });
    expect(clauseOf("metrics: { toString: '>= 0' }", evidence("metrics", {}))).toMatchObject({ state: "failed" });
  });

  test("not enough data fails whatever the numbers, and says so", () => {
    const clause = clauseOf(
      "fairness: { selection_ratio: '>= 0.8' }",
      evidence("fairness", { selection_ratio: 1 }, { verdict: "insufficient", summary: "84 rows, needs 200." }),
    );
    expect(clause).toMatchObject({
      state: "failed",
      found: "Not enough data",
      todo: "There is not enough data to tell. 84 rows, needs 200. Bring more and make the evidence again.",
    });
  });

  test("a clause without keys takes evidence that does not fail", () => {
    const of = (verdict: EvidenceFact["verdict"]) => clauseOf("data_validation: {}", evidence("data_validation", {}, { verdict }));
    expect(
      ["pass", "info", "fail", "inconclusive", "insufficient"].map((verdict) => of(verdict as EvidenceFact["verdict"])?.state),
    ).toEqual(["met", "met", "failed", "failed", "failed"]);
    expect(of("fail")?.todo).toBe("The evidence says: failed. Settle what it found and make it again.");
  });

  test("a verdict that the values do not give is the evidence's own", () => {
    expect(clauseOf("robustness: { verdict: pass }", evidence("robustness", {}))?.state).toBe("met");
    expect(clauseOf("robustness: { verdict: pass }", evidence("robustness", {}, { verdict: "inconclusive" }))?.state).toBe("failed");
  });

  test.each([
    ["owner", { kind: "user", id: "owner-1", name: "Owner One" }, "met"],
    ["owner", { kind: "user", id: "other", name: "Other" }, "failed"],
    ["any", { kind: "user", id: "other", name: "Other" }, "met"],
    ["any", { kind: "service-account", id: "ci", name: "CI" }, "failed"],
    ["owner", { kind: "service-account", id: "owner-1", name: "CI" }, "failed"],
  ])("signed by %s, by %j: %s", (...[signedBy, producer, state]) => {
    expect(
      clauseOf(`business_impact: { signed_by: ${signedBy} }`, evidence("business_impact", { signed_by: "owner" }, { producer }))?.state,
    ).toBe(state);
  });

  test("a failed clause shows the line of what failed", () => {
    const [clause] = clausesOf("  - security_scan:\n      dangerous: 0\n      suspicious: 0\n", [
      evidence("security_scan", { dangerous: 0, suspicious: 1 }),
    ]);
    expect(clause?.source.line).toBe(6);
  });
});

describe("expired", () => {
  const body = "reproducibility:\n      max_age: 30d";
  const of = (days: number, rest: Partial<EvidenceFact> = {}) =>
    clauseOf(body, evidence("reproducibility", {}, { summary: "Matched", producedAt: daysAgo(days), ...rest }));

  test("to the instant: at 30 days it holds, a moment later it does not", () => {
    expect(of(30)).toMatchObject({ state: "met", validUntil: testNow.toISOString() });
    expect(of(30, { producedAt: new Date(daysAgo(30).getTime() - 1) })).toMatchObject({ state: "expired" });
  });

  test("says how old it is, how old it may be, and on which line", () => {
    expect(of(32)).toMatchObject({
      found: "Matched, 32 days ago",
      todo: "It may be at most 30 days old. Make it again.",
      asks: "Any that does not fail, at most 30 days old",
      source: { line: 5 },
    });
  });

  test("the earlier of both ends counts", () => {
    expect(of(1, { validUntil: daysAgo(0.5) })).toMatchObject({
      state: "expired",
      todo: "It was valid for a time that has passed. Make it again.",
      found: "Matched, 24 hours ago",
    });
    expect(of(1, { validUntil: daysAgo(-90) })?.validUntil).toBe(daysAgo(-29).toISOString());
    expect(of(1, { validUntil: daysAgo(-5) })?.validUntil).toBe(daysAgo(-5).toISOString());
    expect(clauseOf("metrics: {}", evidence("metrics"))?.validUntil).toBeNull();
  });

  test("goes before failed: what is too old says nothing", () => {
    expect(clauseOf("metrics: { auc: '> 1', max_age: 1d }", evidence("metrics", { auc: 0 }, { producedAt: daysAgo(2) }))?.state).toBe(
      "expired",
    );
  });
});

describe("for any evidence", () => {
  const value = fc.oneof(fc.double(), fc.string({ maxLength: 8 }), fc.boolean(), fc.constant(null));
  const keys = [
    "auc",
    "verdict",
    "selection_ratio",
    "selection_ratio_lower",
    "complete",
    "fields",
    "missing",
    "dangerous",
    "metric",
    "difference",
    "filled",
    "total",
  ];
  const fact = fc
    .record({
      kind: fc.constantFrom<EvidenceFact["kind"]>("metrics", "champion", "fairness", "model_card", "security_scan"),
      values: fc.dictionary(fc.constantFrom(...keys), value),
      verdict: fc.constantFrom<EvidenceFact["verdict"]>("pass", "fail", "inconclusive", "insufficient", "info"),
      days: fc.integer({ min: -2, max: 40 }),
    })
    .map(({ kind, values, verdict, days }) => evidence(kind, values, { verdict, id: crypto.randomUUID(), producedAt: daysAgo(days) }));
  const body = `  - metrics: { auc: '>= 0.5', max_age: 30d }
  - champion: { verdict: better }
  - fairness: { selection_ratio: '>= 0.8', lower_bound: true }
  - model_card: { complete: true, fields: [a] }
  - security_scan: { dangerous: 0 }
`;

  test("clauses have their shape, and only what is not met says what to do", () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 6 }), (facts) => {
        for (const clause of clausesOf(body, facts)) {
          expect(Clause.omit({ evidenceId: true }).safeParse(clause).error).toBeUndefined();
          expect(clause.todo === null).toBe(clause.state === "met");
          expect(clause.found).not.toBe("");
          if (clause.state === "met" && clause.validUntil !== null)
            expect(Date.parse(clause.validUntil)).toBeGreaterThanOrEqual(testNow.getTime());
        }
      }),
      { numRuns: 400 },
    );
  });

  test("what blocks and what is met agree", () => {
    const { require } = effectiveOf(openTestPolicy(`require:\n${body}`));
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 6 }), (facts) => {
        const input = { evidence: facts, subject, now: testNow };
        const clauses = evaluateClauses({ require }, input);
        for (const [index, requirement] of require.entries()) {
          expect(blockersOf(requirement, input).length === 0).toBe(clauses[index]?.state === "met");
        }
      }),
      { numRuns: 300 },
    );
  });
});
