import { describe, expect, test } from "vitest";
import { selectPolicy } from "../rules/select-policy.ts";
import { describePolicy } from "./describe.ts";
import { checkReferences, parsePolicy } from "./parse-policy.ts";
import { starterPolicies } from "./starters.ts";

function parsed(source: string) {
  const policy = parsePolicy(source);
  if ("problems" in policy) throw new Error(policy.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return policy;
}
const published = starterPolicies.map(({ source }) => ({ ...parsed(source), scope: "workspace" as const, version: 1 }));
const groups = ["Model risk committee", "Business owners"];

describe.each(starterPolicies)("$name", ({ name, source }) => {
  test("is sound, bears its name and names only what it says must be made", () => {
    const policy = parsed(source);
    expect(policy.document.name).toBe(name);
    expect(checkReferences(policy, { groups, environments: [], roles: ["approver", "admin"] }, source)).toEqual([]);
  });

  test("explains itself to its reader", () => {
    expect(source).toMatch(/^# .+\n/);
    expect(describePolicy(parsed(source)).length).toBeGreaterThan(2);
  });
});

describe("what a new workspace begins with", () => {
  const select = (
    from: "experimental" | "staging" | "production" | "retired",
    to: "staging" | "production" | "retired",
    tier: "low" | "medium" | "high" | "critical",
  ) => {
    const facts = { move: { kind: "transition" as const, from, to }, tier, environment: null, tags: {}, model: "m" };
    const selection = selectPolicy(facts, published);
    return selection.kind === "governed" ? selection.policy.policies[0]?.name : selection.kind;
  };

  test("every tier has its way into production, high and critical by staging", () => {
    expect(select("experimental", "production", "low")).toBe("production-low");
    expect(select("staging", "production", "medium")).toBe("production-medium");
    expect(select("staging", "production", "high")).toBe("production-high");
    expect(select("staging", "production", "critical")).toBe("production-critical");
    expect(select("experimental", "production", "high")).toBe("denied");
    expect(select("experimental", "production", "critical")).toBe("denied");
  });

  test("staging and retirement are governed for every tier", () => {
    expect(select("experimental", "staging", "critical")).toBe("staging");
    expect(select("retired", "staging", "low")).toBe("staging");
    expect(select("production", "retired", "medium")).toBe("retirement");
    expect(select("production", "retired", "critical")).toBe("retirement-high");
  });

  test("changes of governance ask for an administrator", () => {
    const facts = {
      move: { kind: "change" as const, change: "tier" as const },
      tier: "high" as const,
      environment: null,
      tags: {},
      model: "m",
    };
    expect(selectPolicy(facts, published)).toMatchObject({
      kind: "governed",
      policy: { alone: "allow", approvals: [{ name: "admin", min: 1 }] },
    });
  });

  test("one person alone can bring a model of low risk to production", () => {
    const low = published.find(({ document }) => document.name === "production-low");
    expect(low?.document.approvals).toEqual([]);
  });
});
