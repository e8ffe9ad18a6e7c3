import { describe, expect, test } from "vitest";
import { openTestPolicy } from "./open-test-policy.ts";
import { isAtLeastAsStrict } from "./strictness.ts";

const weaker = (own: string, mandatory: string) =>
  isAtLeastAsStrict(openTestPolicy(own), openTestPolicy(mandatory, { name: "org", scope: "organisation" })).map(
    ({ line, path, message }) => [line, path, message.replace(" 'org' of the organisation holds all the same.", "")],
  );

const strict = `require:
  - metrics: { auc: '>= 0.85', max_age: 14d }
  - champion: { metric: auc, verdict: [better, equivalent] }
approvals:
  - { group: committee, min: 2 }
veto: [committee]
exclude: [author, requester]
order: sequence
expiry: 7d
conditions: [{ traffic: 10% }]
allow: { uses: [shadow, canary], canary_max: 10% }
break_glass: { roles: [admin], people: 3, expires_after: 12h, review_within: 1d }
`;

test("a policy is as strict as itself", () => {
  expect(weaker(strict, strict)).toEqual([]);
});

test("nothing is weaker than a policy that asks for nothing", () => {
  expect(weaker("expiry: 1d\nexclude: [author, registrant, requester, evidence_producer]", "")).toEqual([]);
});

test("every weaker point is told with the line of what is weak", () => {
  const loose = `require:
  - metrics: { auc: '>= 0.8', max_age: 30d }
approvals:
  - { group: committee, min: 1 }
exclude: [author]
order: any
expiry: 30d
conditions: [{ traffic: 50% }]
allow: { uses: [canary, full] }
alone: allow
break_glass: { roles: [admin], people: 2, expires_after: 24h, review_within: 2d }
`;
  expect(weaker(loose, strict)).toEqual([
    [4, "require.0.metrics.auc", "Metrics: auc ≥ 0.85 is asked; here auc ≥ 0.8."],
    [4, "require.0.metrics.max_age", "Metrics may be at most 14 days old; here 30 days."],
    [3, "require", "Champion comparison on auc is not asked for here."],
    [6, "approvals.0.min", "2 of the group committee must approve; here 1."],
    [1, "veto", "committee may veto; here not."],
    [7, "exclude", "May not vote: requester; here they may."],
    [8, "order", "Approvals come one after the other; here in any order."],
    [9, "expiry", "Requests expire after 7 days; here after 30 days."],
    [10, "conditions", "An approval is tied to: at most 10% of the traffic; here it is not."],
    [12, "alone", "Nobody passes a change alone; here one may."],
    [11, "allow.uses", "Only shadow and canary may be authorised; here full."],
    [13, "break_glass.people", "Break-glass takes 3 people; here 2."],
    [13, "break_glass.expires_after", "Break-glass lasts 12 hours; here 24 hours."],
    [13, "break_glass.review_within", "The review is due in 1 day; here in 2 days."],
  ]);
});

describe("what is left out", () => {
  test("is weaker where the organisation says it", () => {
    expect(weaker("", "approvals: [{ role: approver, min: 1 }]")).toEqual([
      [1, "approvals", "1 of the role approver must approve; here none."],
    ]);
    expect(weaker("", "expiry: 1d")).toEqual([]);
    expect(weaker("expiry: 30d", "")).toEqual([]);
    expect(weaker("", "allow: { uses: [shadow] }")).toEqual([[1, "allow.uses", "Only shadow may be authorised; here every use."]]);
    expect(weaker("allow: { uses: [canary] }", "allow: { uses: [canary], canary_max: 5% }")).toEqual([
      [3, "allow.canary_max", "A canary may have at most 5%; here more."],
    ]);
    expect(weaker("require: [{ model_card: {} }]", "require: [{ model_card: { complete: true, max_age: 1d } }]")).toEqual([
      [3, "require.0.model_card.complete", "Model card: Every field filled in is asked; here nothing."],
      [3, "require.0.model_card.max_age", "Model card may be at most 1 day old; here any age."],
    ]);
    expect(weaker("break_glass: { roles: [admin], expires_after: 1h, review_within: 1d }", "")).toEqual([
      [3, "break_glass", "There is no break-glass; here there is."],
    ]);
  });

  test("of break-glass is stricter", () => {
    expect(weaker("", "break_glass: { roles: [admin], expires_after: 1h, review_within: 1d }")).toEqual([]);
  });
});

test.each([
  ["another tier", "{ transition: '* -> production', tier: low }", "{ transition: '* -> production', tier: [high, critical] }", 0],
  ["the same tier", "{ transition: '* -> production', tier: [low, high] }", "{ transition: '* -> production', tier: high }", 1],
  ["another move", "{ transition: '* -> staging' }", "{ transition: '* -> production' }", 0],
  ["a move that a star holds", "{ transition: staging -> production }", "{ transition: '* -> production' }", 1],
  ["two moves that never meet", "{ transition: staging -> production }", "{ transition: experimental -> production }", 0],
  ["changes beside moves", "{ change: policy }", "{ transition: '* -> production' }", 0],
  ["the same change", "{ change: [policy, tier] }", "{ change: tier }", 1],
  ["another environment", "{ transition: '* -> production', environment: eu }", "{ transition: '* -> production', environment: us }", 0],
  ["another value of a tag", "{ transition: '* -> production', tags: { a: x } }", "{ transition: '* -> production', tags: { a: y } }", 0],
  ["another tag", "{ transition: '* -> production', tags: { a: x } }", "{ transition: '* -> production', tags: { b: y } }", 1],
])("a mandatory policy for %s is compared only if both can match", (...[, own, mandatory, count]) => {
  expect(weaker(`match: ${own}`, `match: ${mandatory}\napprovals: [{ role: approver, min: 1 }]`)).toHaveLength(count);
});
