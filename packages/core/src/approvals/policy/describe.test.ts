import { describe, expect, test } from "vitest";
import { describePolicy } from "./describe.ts";
import { describeChange } from "./describe-change.ts";
import { type ParsedPolicy, parsePolicy } from "./parse-policy.ts";

const head = "name: production-high\nmatch: { tier: high, transition: staging -> production }\n";
function parse(body: string, before = head): ParsedPolicy {
  const parsed = parsePolicy(before + body);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

describe("describePolicy", () => {
  test("says everything that a policy asks, with its lines", () => {
    const policy = parse(`require:
  - metrics: { auc: '>= 0.850', logloss: '<= 0.34' }
  - champion: { metric: auc, verdict: [better, equivalent], same_dataset: true, margin: 0.005 }
  - fairness: { selection_ratio: '>= 0.80', min_group: 200, lower_bound: true, attribute: age_band }
  - security_scan: { dangerous_imports: 0, max_age: 30d }
  - robustness: { auc_drop: '<= 0.02' }
  - reproducibility: { match: true, max_age: 1d, dataset: loans }
  - model_card: { complete: true, fields: [limitations, contact] }
  - business_impact: { signed_by: owner }
  - document: { title: Validation report }
  - data_validation: {}
approvals:
  - { group: model-risk-committee, min: 2 }
  - { role: approver, min: 1 }
order: sequence
veto: [model-risk-committee]
exclude: [author, same_team]
expiry: 2w
conditions:
  - { traffic: 10%, until_labels: 10000, for: 7d }
  - { time_limit: 90d }
  - { required_labels: 500, within: 1w }
allow: { uses: [shadow, canary], canary_max: 25% }
protected_aliases: [champion]
break_glass: { groups: [on-call], roles: [admin], expires_after: 24h, review_within: 3d }
`);
    expect(describePolicy(policy)).toEqual([
      { line: 2, text: "Governs moves from staging to production of tier high." },
      { line: 4, text: "Metrics: auc ≥ 0.85, logloss ≤ 0.34." },
      { line: 5, text: "Champion comparison: better or equivalent on auc, on the same dataset, margin of equivalence ≤ 0.005." },
      { line: 6, text: "Fairness: lower bound of the selection ratio ≥ 0.8 by age_band, rows in each group that is judged ≥ 200." },
      { line: 7, text: "Security scan: No dangerous import, at most 30 days old." },
      { line: 8, text: "Robustness: auc drop ≤ 0.02." },
      { line: 9, text: "Reproducibility: Training again gives the same result on dataset loans, at most 1 day old." },
      { line: 10, text: "Model card: Every field filled in, fields filled in: limitations and contact." },
      { line: 11, text: "Business impact: Signed by the owner." },
      { line: 12, text: "Document: Attached “Validation report”." },
      { line: 13, text: "Data validation: Any that does not fail." },
      { line: 15, text: "2 people of model-risk-committee must approve." },
      { line: 16, text: "One person with the role approver must approve." },
      { line: 17, text: "The approvals come one after the other." },
      { line: 18, text: "One rejection by model-risk-committee ends the request." },
      { line: 19, text: "May not vote: whoever made it and whoever shares a team with its author." },
      { line: 20, text: "A request that is not decided expires after 2 weeks." },
      { line: 22, text: "At most 10% of the traffic until 10,000 outcomes are in and for 7 days." },
      { line: 23, text: "The authorisation ends after 90 days." },
      { line: 24, text: "500 outcomes must come back within 1 week." },
      { line: 25, text: "Authorises only shadow and canary, a canary up to 25%." },
      { line: 26, text: "Only versions in production may be champion." },
      { line: 27, text: "In an emergency 2 of on-call or role admin let a version through for 24 hours; the review is due in 3 days." },
    ]);
  });

  test("says what is so by leaving out", () => {
    expect(describePolicy(parse("")).map(({ line, text }) => [line, text])).toEqual([
      [2, "Governs moves from staging to production of tier high."],
      [null, "Nobody votes: it is decided as soon as every requirement is met."],
      [null, "A request that is not decided expires after 14 days."],
    ]);
  });

  test("says what is governed", () => {
    const governs = (match: string) => describePolicy(parse("", `name: a\nmatch: ${match}\n`))[0]?.text;
    expect(governs("{ change: [policy, tier] }")).toBe("Governs changes of policies and risk tiers.");
    expect(
      governs(
        "{ transition: ['* -> staging', retired -> experimental], models: ['credit-*', risk], environment: eu, tags: { domain: credit } }",
      ),
    ).toBe(
      "Governs moves to staging and from retired to experimental in eu for models named credit-* or risk where the tag domain is credit.",
    );
  });

  test("says that everybody may vote, and that one may alone", () => {
    const texts = describePolicy(
      parse("approvals: [{ role: admin, min: 1 }]\nexclude: []\nalone: allow\n", "name: a\nmatch: { change: policy }\n"),
    ).map(({ text }) => text);
    expect(texts).toContain("Everybody with a seat may vote, whatever their part.");
    expect(texts).toContain("The only person of a workspace passes a change without a vote.");
  });
});

describe("describeChange", () => {
  const change = (before: string, after: string) =>
    describeChange(parse(before), parse(after)).map(({ kind, line, text }) => [kind, line, text]);

  test("of a text to itself there is none", () => {
    const text = "require:\n  - metrics: { auc: '>= 0.85' }\napprovals: [{ role: approver, min: 1 }]\n";
    expect(change(text, text)).toEqual([]);
    expect(
      change("require:\n  - metrics: { auc: '>= 0.85' }\n", "# why\nrequire:\n  - metrics: { auc: '>= 0.850' }\nexpiry: 336h\n"),
    ).toEqual([]);
  });

  test("a shorter age is tighter, a longer one looser", () => {
    const of = (age: string) => `require:\n  - reproducibility:\n      max_age: ${age}\n`;
    expect(change(of("30d"), of("14d"))).toEqual([
      ["tighter", 5, "Reproducibility must be at most 14 days old; before at most 30 days old."],
    ]);
    expect(change(of("14d"), of("30d"))).toEqual([
      ["looser", 5, "Reproducibility must be at most 30 days old; before at most 14 days old."],
    ]);
    expect(change("require:\n  - reproducibility: {}\n", of("30d"))).toEqual([
      ["tighter", 5, "Reproducibility must be at most 30 days old; before of any age."],
    ]);
  });

  test("bounds, choices and lists know their direction", () => {
    const of = (body: string) => `require:\n  - ${body}\n`;
    expect(change(of("metrics: { auc: '>= 0.8' }"), of("metrics: { auc: '> 0.8' }"))).toEqual([
      ["tighter", 4, "Metrics: auc > 0.8; before auc ≥ 0.8."],
    ]);
    expect(change(of("metrics: { auc: '>= 0.8' }"), of("metrics: { auc: '<= 0.8' }"))).toEqual([
      ["other", 4, "Metrics: auc ≤ 0.8; before auc ≥ 0.8."],
    ]);
    expect(change(of("champion: { verdict: [better, inconclusive] }"), of("champion: { verdict: better }"))[0]?.[0]).toBe("tighter");
    expect(change(of("champion: { verdict: better }"), of("champion: { verdict: [better, worse] }"))[0]?.[0]).toBe("looser");
    expect(change(of("model_card: { complete: true }"), of("model_card: { complete: false }"))).toEqual([
      ["looser", 4, "Model card: nothing; before Every field filled in."],
    ]);
    expect(
      change(of("fairness: { selection_ratio: '>= 0.8' }"), of("fairness: { selection_ratio: '>= 0.8', lower_bound: true }")),
    ).toHaveLength(2);
    expect(change(of("fairness: { attribute: sex }"), of("fairness: { attribute: age }"))).toEqual([
      ["other", 4, "Fairness is about other evidence: by age; before by sex."],
    ]);
  });

  test("requirements come and go", () => {
    expect(change("require:\n  - metrics: { auc: '> 0' }\n", "require:\n  - model_card: { complete: true }\n")).toEqual([
      ["looser", 3, "Does not ask for metrics any more."],
      ["tighter", 4, "Asks for model card now: Every field filled in."],
    ]);
  });

  test("votes", () => {
    const before = "approvals:\n  - { group: a, min: 2 }\n  - { role: approver, min: 1 }\nexclude: [author]\n";
    const after = "approvals:\n  - { group: a, min: 1 }\n  - { group: b, min: 1 }\nexclude: [requester]\nveto: [a]\norder: sequence\n";
    expect(change(before, after)).toEqual([
      ["looser", 3, "Nobody with the role approver need approve any more; before 1."],
      ["looser", 4, "1 of a must approve; before 2."],
      ["tighter", 5, "1 of b must approve; before none."],
      ["tighter", 6, "May not vote any more: whoever opened the request."],
      ["looser", 6, "May vote now: whoever made it."],
      ["tighter", 7, "a may veto now."],
      ["tighter", 8, "Approvals come one after the other; before in any order."],
    ]);
  });

  test("everything else", () => {
    const before = "expiry: 14d\nconditions: [{ traffic: 10% }]\nprotected_aliases: [champion]\n";
    const after =
      "expiry: 7d\nconditions: [{ traffic: 20% }, { time_limit: 30d }]\nallow: { uses: [shadow] }\nbreak_glass: { roles: [admin], expires_after: 1h, review_within: 1d }\nalone: allow\n";
    expect(change(before, after)).toEqual([
      ["tighter", 3, "Requests expire after 7 days; before 14 days."],
      ["tighter", 4, "The authorisation ends after 30 days; before not."],
      ["looser", 4, "No longer: At most 10% of the traffic."],
      ["tighter", 5, "Authorises shadow; before every use."],
      ["looser", 6, "There is a break-glass now."],
      ["looser", 7, "The only person of a workspace passes changes alone."],
      ["looser", null, "Does not protect the alias champion any more."],
    ]);
    expect(change(after, before).map(([kind]) => kind)).toEqual(["looser", "tighter", "looser", "tighter", "tighter", "looser", "tighter"]);
  });

  test("break-glass", () => {
    const of = (people: number, expires: string, who = "[admin]") =>
      `break_glass: { roles: ${who}, people: ${people}, expires_after: ${expires}, review_within: 1d }\n`;
    const text = (people: number, expires: string) =>
      `In an emergency ${people} of role admin let a version through for ${expires}; the review is due in 1 day.`;
    expect(change(of(2, "24h"), of(3, "24h"))).toEqual([["tighter", 3, `${text(3, "24 hours")} Before: ${text(2, "24 hours")}`]]);
    expect(change(of(2, "24h"), of(2, "48h"))[0]?.[0]).toBe("looser");
    expect(change(of(2, "24h"), of(3, "48h"))[0]?.[0]).toBe("other");
    expect(change(of(2, "24h"), of(2, "24h", "[admin, engineer]"))[0]?.[0]).toBe("looser");
  });

  test("a policy that governs something else says so", () => {
    const found = describeChange(parse(""), parse("", "name: a\nmatch: { transition: '* -> production' }\n"));
    expect(found).toEqual([
      { kind: "other", line: 2, text: "Governs moves to production; before moves from staging to production of tier high." },
    ]);
  });
});
