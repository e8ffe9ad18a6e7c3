import type { Condition } from "@plumbline/contracts/approvals/policy-document";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expected, Operator, Test } from "../policy/requirement.ts";
import { effectiveOf } from "./effective-policy.ts";
import { impliesCondition, mergeConditions, mergePolicy } from "./merge-policies.ts";
import { openTestPolicy } from "./open-test-policy.ts";
import { contradictoryKeys, passesBound, tightenExpected } from "./tighten.ts";

function merge(own: string, ...mandatory: string[]) {
  const base = effectiveOf(openTestPolicy(own, { name: "own" }));
  return mandatory
    .map((body, index) => effectiveOf(openTestPolicy(body, { name: `org-${index}`, scope: "organisation" })))
    .reduce(mergePolicy, base);
}
const expects = (own: string, mandatory: string) =>
  merge(`require: [{ ${own} }]`, `require: [{ ${mandatory} }]`).require.map(({ id, maxAge, expects: list }) => ({
    id,
    maxAge: maxAge?.span ?? null,
    tests: list.map(({ key, test: what, source }) => [
      key,
      "operator" in what ? `${what.operator} ${what.value}` : "values" in what ? what.values : true,
      source.policy,
    ]),
  }));

describe("requirements", () => {
  test("of two bounds the tighter stays, with the policy that set it", () => {
    expect(
      expects("metrics: { auc: '>= 0.8', f1: '>= 0.7', loss: '<= 1' }", "metrics: { auc: '>= 0.85', f1: '> 0.7', loss: '< 2' }"),
    ).toEqual([
      {
        id: "metrics",
        maxAge: null,
        tests: [
          ["auc", ">= 0.85", "org-0"],
          ["f1", "> 0.7", "org-0"],
          ["loss", "<= 1", "own"],
        ],
      },
    ]);
  });

  test("a bound from below and one from above both stay", () => {
    expect(expects("metrics: { auc: '>= 0.8' }", "metrics: { auc: '<= 0.99' }")[0]?.tests).toEqual([
      ["auc", ">= 0.8", "own"],
      ["auc", "<= 0.99", "org-0"],
    ]);
  });

  test("of choices what both allow stays, of lists all that either asks", () => {
    expect(
      expects("champion: { verdict: [better, equivalent, inconclusive] }", "champion: { verdict: [no_champion, better, equivalent] }")[0]
        ?.tests,
    ).toEqual([["verdict", ["better", "equivalent"], "org-0"]]);
    expect(expects("model_card: { fields: [a, b] }", "model_card: { complete: true, fields: [b, c] }")[0]?.tests).toEqual([
      ["fields", ["a", "b", "c"], "org-0"],
      ["complete", true, "org-0"],
    ]);
    expect(expects("business_impact: { signed_by: any }", "business_impact: { signed_by: owner }")[0]?.tests).toEqual([
      ["signed_by", ["owner"], "org-0"],
    ]);
  });

  test("the shorter age stays", () => {
    expect(expects("metrics: { max_age: 30d }", "metrics: { max_age: 2w }")[0]?.maxAge).toBe("2w");
    expect(expects("metrics: { max_age: 1d }", "metrics: { max_age: 2w }")[0]?.maxAge).toBe("1d");
    expect(expects("metrics: {}", "metrics: { max_age: 2w }")[0]?.maxAge).toBe("2w");
    expect(expects("metrics: { max_age: 2w }", "metrics: {}")[0]?.maxAge).toBe("2w");
  });

  test("about other evidence stay beside each other, each under a name of its own", () => {
    expect(
      expects("fairness: { attribute: sex, selection_ratio: '>= 0.8' }", "fairness: { attribute: age, selection_ratio: '>= 0.7' }").map(
        ({ id }) => id,
      ),
    ).toEqual(["fairness", "fairness@org-0"]);
    expect(expects("metrics: { id: holdout, auc: '> 0' }", "metrics: { auc: '> 0' }").map(({ id }) => id)).toEqual([
      "metrics:holdout",
      "metrics",
    ]);
    const three = merge(
      "require: [{ fairness: { attribute: a } }]",
      "require: [{ fairness: { attribute: b } }]",
      "require: [{ fairness: { attribute: b, verdict: pass } }]",
    );
    expect(three.require.map(({ id, expects: list }) => [id, list.length])).toEqual([
      ["fairness", 0],
      ["fairness@org-0", 1],
    ]);
  });

  test("that no evidence can satisfy are told, with the policies that contradict", () => {
    expect(
      merge("require: [{ champion: { verdict: better } }]", "require: [{ champion: { verdict: no_champion } }]").contradictions,
    ).toEqual(["No evidence can satisfy 'champion': org-0 and own leave no value for verdict."]);
    expect(merge("require: [{ metrics: { auc: '>= 0.9' } }]", "require: [{ metrics: { auc: '< 0.9' } }]").contradictions).toHaveLength(1);
    expect(merge("require: [{ metrics: { auc: '>= 0.9' } }]", "require: [{ metrics: { auc: '<= 0.9' } }]").contradictions).toEqual([]);
  });
});

describe("tightened tests", () => {
  const operator = fc.constantFrom<Operator>(">=", "<=", ">", "<", "=");
  const bound = fc.record({ kind: fc.constant("bound" as const), operator, value: fc.integer({ min: 0, max: 4 }) });
  const oneOf = fc.record({ kind: fc.constant("oneOf" as const), values: fc.subarray(["0", "1", "2"], { minLength: 1 }) });
  const source = { policy: "p", version: 1, isMandatory: false, line: null };
  const expected = (key: string, what: fc.Arbitrary<Test>) =>
    fc.array(what, { maxLength: 3 }).map((tests) => tests.map((one): Expected => ({ key, test: one, source })));
  const list = fc.tuple(expected("n", bound), expected("c", oneOf)).map((lists) => lists.flat());
  const passes = (tests: readonly Expected[], number: number, choice: string) =>
    tests.every(({ test: what }) =>
      what.kind === "bound" ? passesBound(number, what) : what.kind === "oneOf" && what.values.includes(choice),
    );
  const numbers = [-1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5];

  test("let pass exactly what both let pass", () => {
    fc.assert(
      fc.property(list, list, (left, right) => {
        // One policy states each key once; more come from merging.
        const merged = tightenExpected(tightenExpected([], left), right);
        for (const number of numbers) {
          for (const choice of ["0", "1", "2"]) {
            expect(passes(merged, number, choice)).toBe(passes(left, number, choice) && passes(right, number, choice));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("are contradictory only where nothing passes", () => {
    fc.assert(
      fc.property(expected("n", bound), (tests) => {
        const merged = tightenExpected([], tests);
        const requirement = {
          id: "metrics",
          kind: "metrics" as const,
          name: null,
          select: { dataset: null, metric: null, attribute: null, title: null },
          maxAge: null,
          expects: merged,
          source,
        };
        const isEmpty = !numbers.some((number) => passes(merged, number, "0"));
        expect(contradictoryKeys(requirement).length > 0).toBe(isEmpty);
      }),
      { numRuns: 500 },
    );
  });
});

describe("everything else", () => {
  test("approvals of one group take the larger number, others come together, the organisation's first", () => {
    const merged = merge(
      "approvals: [{ role: approver, min: 1 }, { group: a, min: 3 }, { group: b, min: 1 }]",
      "approvals: [{ group: b, min: 2 }, { group: a, min: 1 }, { group: c, min: 1 }]",
    );
    expect(merged.approvals.map(({ kind, name, min, source }) => [kind, name, min, source.policy])).toEqual([
      ["group", "b", 2, "org-0"],
      ["group", "a", 3, "own"],
      ["group", "c", 1, "org-0"],
      ["role", "approver", 1, "own"],
    ]);
  });

  test("a sequence stays one: the organisation's order, or else the workspace's", () => {
    const [own, org] = [
      "approvals: [{ group: a, min: 1 }, { group: b, min: 1 }]",
      "approvals: [{ group: b, min: 1 }, { group: a, min: 1 }]",
    ];
    const order = (left: string, right: string) => {
      const merged = merge(left, right);
      return [merged.order, ...merged.approvals.map(({ name }) => name)];
    };
    expect(order(`${own}\norder: sequence`, org)).toEqual(["sequence", "a", "b"]);
    expect(order(`${own}\norder: sequence`, `${org}\norder: sequence`)).toEqual(["sequence", "b", "a"]);
    expect(order(own, `${org}\norder: sequence`)).toEqual(["sequence", "b", "a"]);
  });

  test("exclusions, vetoes and protected aliases come together, expiry is the shorter, alone must be allowed by all", () => {
    const approvals = "approvals: [{ role: approver, min: 1 }]\n";
    const merged = merge(
      `${approvals}exclude: [author]\nveto: [a]\nexpiry: 30d\nalone: allow\nprotected_aliases: [champion]`,
      `${approvals}exclude: [requester]\nveto: [b]\nexpiry: 1w\nprotected_aliases: [live]`,
    );
    expect(merged).toMatchObject({
      exclude: ["author", "requester"],
      veto: ["a", "b"],
      expiry: "1w",
      alone: "deny",
      protectedAliases: ["champion", "live"],
    });
    expect(merge("alone: allow", "alone: allow").alone).toBe("allow");
  });

  test("an expiry that a policy does not state is nobody's", () => {
    const expiry = (own: string, org: string) => merge(own, org).expiry;
    expect([expiry("expiry: 30d", ""), expiry("", "expiry: 30d"), expiry("", ""), expiry("expiry: 30d", "expiry: 4w")]).toEqual([
      "30d",
      "30d",
      "14d",
      "4w",
    ]);
  });

  test("what may be authorised is what both allow", () => {
    expect(merge("", "allow: { uses: [shadow] }").allow).toEqual({ uses: ["shadow"], canaryMaxPercent: null });
    const merged = merge("allow: { uses: [shadow, canary], canary_max: 50% }", "allow: { uses: [canary, full], canary_max: 10% }");
    expect(merged.allow).toEqual({ uses: ["canary"], canaryMaxPercent: 10 });
    expect(merge("allow: { uses: [shadow] }", "allow: { uses: [full] }").contradictions).toEqual([
      "The policies that hold together allow no use at all.",
    ]);
  });

  test("break-glass needs every policy's leave, with the stricter numbers, and people whom all name", () => {
    const glass = (who: string, people: number, expires: string) =>
      `break_glass: { ${who}, people: ${people}, expires_after: ${expires}, review_within: 3d }`;
    expect(merge(glass("roles: [admin]", 2, "24h"), "").breakGlass).toBeNull();
    expect(merge("", glass("roles: [admin]", 2, "24h")).breakGlass).toBeNull();
    expect(merge(glass("roles: [admin]", 2, "24h"), glass("groups: [on-call]", 3, "48h")).breakGlass).toEqual({
      eligible: [
        { groups: [], roles: ["admin"] },
        { groups: ["on-call"], roles: [] },
      ],
      people: 3,
      expiresAfter: "24h",
      reviewWithin: "3d",
    });
  });
});

describe("conditions", () => {
  test.each<[string, Condition[], Condition[]]>([
    ["the smaller share", [{ traffic: "20%" }, { traffic: "10%" }], [{ traffic: "10%" }]],
    [
      "both, where the smaller share ends",
      [{ traffic: "20%" }, { traffic: "10%", for: "7d" }],
      [{ traffic: "20%" }, { traffic: "10%", for: "7d" }],
    ],
    [
      "the one that lasts longer",
      [
        { traffic: "10%", until_labels: 100 },
        { traffic: "10%", until_labels: 200, for: "1d" },
      ],
      [{ traffic: "10%", until_labels: 200, for: "1d" }],
    ],
    ["the shorter limit", [{ time_limit: "2w" }, { time_limit: "7d" }], [{ time_limit: "7d" }]],
    ["one of two that say the same", [{ time_limit: "2w" }, { time_limit: "14d" }], [{ time_limit: "2w" }]],
    [
      "more labels in less time",
      [
        { required_labels: 5, within: "2w" },
        { required_labels: 9, within: "1w" },
      ],
      [{ required_labels: 9, within: "1w" }],
    ],
    [
      "both, where neither implies the other",
      [
        { required_labels: 9, within: "2w" },
        { required_labels: 5, within: "1w" },
      ],
      [
        { required_labels: 9, within: "2w" },
        { required_labels: 5, within: "1w" },
      ],
    ],
  ])("keep %s", (_, given, kept) => {
    expect(mergeConditions(given)).toEqual(kept);
  });

  test("every one that is left out is implied by one that stays", () => {
    const span = fc.constantFrom("1d", "24h", "1w", "7d");
    const percent = fc.constantFrom("5%", "10%");
    const labels = fc.integer({ min: 1, max: 3 });
    const condition: fc.Arbitrary<Condition> = fc.oneof(
      fc.record({ traffic: percent, until_labels: labels, for: span }, { requiredKeys: ["traffic"] }),
      fc.record({ time_limit: span }),
      fc.record({ required_labels: labels, within: span }),
    );
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 6 }), (given) => {
        const kept = mergeConditions(given);
        for (const one of given) expect(kept.some((other) => impliesCondition(other, one))).toBe(true);
        for (const [index, one] of kept.entries())
          expect(kept.some((other, at) => at !== index && impliesCondition(other, one))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
