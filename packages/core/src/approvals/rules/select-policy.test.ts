import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesPolicy } from "./match-policy.ts";
import { openTestPolicy as policy, testMove } from "./open-test-policy.ts";
import { compareStrictness, selectPolicy } from "./select-policy.ts";

const matching = (match: string) => policy(`match: ${match}\n`).document;

describe("matchesPolicy", () => {
  test.each([
    ["{ transition: staging -> production }", true],
    ["{ transition: '* -> production' }", true],
    ["{ transition: ['* -> staging', '* -> production'] }", true],
    ["{ transition: experimental -> production }", false],
    ["{ transition: '* -> retired' }", false],
    ["{ change: tier }", false],
    ["{ transition: '* -> production', tier: high }", true],
    ["{ transition: '* -> production', tier: [low, high] }", true],
    ["{ transition: '* -> production', tier: low }", false],
    ["{ transition: '* -> production', environment: production }", true],
    ["{ transition: '* -> production', environment: [eu, us] }", false],
    ["{ transition: '* -> production', models: ['credit-*'] }", true],
    ["{ transition: '* -> production', models: [credit] }", false],
    ["{ transition: '* -> production', tags: { domain: credit } }", true],
    ["{ transition: '* -> production', tags: { domain: credit, region: eu } }", false],
    ["{ transition: '* -> production', tags: { constructor: x } }", false],
  ])("%s: %j", (match, expected) => {
    expect(matchesPolicy(matching(match), { ...testMove, tags: { domain: "credit" } })).toBe(expected);
  });

  test("a step down matches nothing, though the stars would", () => {
    const down = { ...testMove, move: { kind: "transition" as const, from: "production" as const, to: "staging" as const } };
    expect(matchesPolicy(matching("{ transition: '* -> staging' }"), down)).toBe(false);
  });

  test("without a tier, an environment or a model, policies that name one do not match", () => {
    const bare = { ...testMove, tier: null, environment: null, model: null };
    expect(matchesPolicy(matching("{ transition: '* -> production' }"), bare)).toBe(true);
    expect(matchesPolicy(matching("{ transition: '* -> production', tier: low }"), bare)).toBe(false);
    expect(matchesPolicy(matching("{ transition: '* -> production', environment: production }"), bare)).toBe(false);
    expect(matchesPolicy(matching("{ transition: '* -> production', models: ['*'] }"), bare)).toBe(false);
  });

  test("changes are matched by their class", () => {
    const change = { ...testMove, move: { kind: "change" as const, change: "tier" as const } };
    expect(matchesPolicy(matching("{ change: [policy, tier] }"), change)).toBe(true);
    expect(matchesPolicy(matching("{ change: policy }"), change)).toBe(false);
    expect(matchesPolicy(matching("{ transition: '* -> production' }"), change)).toBe(false);
  });

  test("bringing a retired version back is matched", () => {
    const back = { ...testMove, move: { kind: "transition" as const, from: "retired" as const, to: "experimental" as const } };
    expect(matchesPolicy(matching("{ transition: retired -> experimental }"), back)).toBe(true);
  });
});

const tierOf = (tier: string) => `match: { transition: '* -> production'${tier === "" ? "" : `, tier: ${tier}`} }\n`;

describe("the strictest", () => {
  const order = (...policies: ReturnType<typeof policy>[]) => policies.sort(compareStrictness).map(({ document }) => document.name);

  test("has the most specific tier, then more approvals, then more requirements, then the first name", () => {
    const approvals = "approvals: [{ role: approver, min: 2 }]\n";
    expect(
      order(
        policy(`${tierOf("")}approvals: [{ role: approver, min: 9 }]\n`, { name: "every" }),
        policy(`${tierOf("[high, critical]")}approvals: [{ role: approver, min: 5 }]\n`, { name: "two" }),
        policy(tierOf("high"), { name: "b" }),
        policy(tierOf("high"), { name: "a" }),
        policy(`${tierOf("high")}require: [{ model_card: {} }]\n`, { name: "z-requires" }),
        policy(`${tierOf("high")}${approvals}`, { name: "z-approves" }),
      ),
    ).toEqual(["z-approves", "z-requires", "a", "b", "two", "every"]);
  });

  test("does not depend on the order in which policies are read", () => {
    const policies = ["a", "b", "c", "d"].map((name, index) =>
      policy(`${tierOf(index % 2 === 0 ? "high" : "")}approvals: [{ role: approver, min: ${1 + (index % 3)} }]\n`, { name }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(policies, { minLength: 4 }), (shuffled) => {
        expect(order(...shuffled)).toEqual(order(...policies));
        expect(selectPolicy(testMove, shuffled)).toEqual(selectPolicy(testMove, policies));
      }),
    );
  });
});

describe("selectPolicy", () => {
  test("without a match production is denied", () => {
    expect(selectPolicy(testMove, [])).toEqual({
      kind: "denied",
      words: "No policy lets tier high into production (production). Publish a policy that matches, or change the tier.",
    });
    expect(selectPolicy({ ...testMove, tier: null, environment: null }, [])).toMatchObject({
      kind: "denied",
      words: expect.stringContaining("a model without a tier into production. Say how much harm it can do"),
    });
  });

  test("where the way into production begins in staging, the denial says so", () => {
    const onlyFromStaging = policy("match: { tier: high, transition: 'staging -> production' }\n", { name: "careful" });
    const fromTheStart = { ...testMove, move: { kind: "transition", from: "experimental", to: "production" } } as const;
    expect(selectPolicy(fromTheStart, [onlyFromStaging])).toEqual({
      kind: "denied",
      words: "careful lets tier high into production (production) from staging only. Move the version to staging first.",
    });
  });

  test("without a match everything else is free", () => {
    const staging = {
      ...testMove,
      move: { kind: "transition" as const, from: "experimental" as const, to: "staging" as const },
      environment: null,
    };
    const retire = { ...testMove, move: { kind: "transition" as const, from: "production" as const, to: "retired" as const } };
    const change = { ...testMove, move: { kind: "change" as const, change: "policy" as const } };
    for (const facts of [staging, retire, change]) expect(selectPolicy(facts, [])).toMatchObject({ kind: "free" });
  });

  test("an environment of stage production is denied as production is", () => {
    const facts = { ...testMove, move: { kind: "transition" as const, from: "experimental" as const, to: "staging" as const } };
    expect(selectPolicy(facts, [])).toMatchObject({ kind: "denied" });
  });

  test("the workspace's strictest holds, with every mandatory one that matches merged into it", () => {
    const selection = selectPolicy(testMove, [
      policy("", { name: "own" }),
      policy("approvals: [{ role: approver, min: 1 }]", { name: "own-stricter", version: 4 }),
      policy("require: [{ model_card: { complete: true } }]", { name: "org-b", scope: "organisation", version: 2 }),
      policy("require: [{ security_scan: {} }]", { name: "org-a", scope: "organisation" }),
      policy("match: { transition: '* -> staging' }", { name: "org-elsewhere", scope: "organisation" }),
    ]);
    expect(selection).toMatchObject({
      kind: "governed",
      policy: {
        policies: [
          { scope: "workspace", name: "own-stricter", version: 4 },
          { scope: "organisation", name: "org-a", version: 1 },
          { scope: "organisation", name: "org-b", version: 2 },
        ],
        require: [{ id: "security_scan", source: { policy: "org-a", isMandatory: true } }, { id: "model_card" }],
        approvals: [{ name: "approver", source: { policy: "own-stricter", isMandatory: false, version: 4 } }],
      },
    });
  });

  test("a mandatory policy governs by itself where the workspace has none", () => {
    expect(selectPolicy(testMove, [policy("", { name: "org", scope: "organisation" })])).toMatchObject({
      kind: "governed",
      policy: { policies: [{ scope: "organisation", name: "org" }] },
    });
  });
});
