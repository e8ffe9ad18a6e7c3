import { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import { describe, expect, test } from "vitest";
import { parsePolicy } from "./parse-policy.ts";
import { keyNames, requirementKey, requirementKinds, reservedKeys } from "./requirement-kinds.ts";

const problemsOf = (line: string) => {
  const parsed = parsePolicy(`name: a\nmatch: { transition: '* -> production' }\nrequire:\n  - ${line}\n`);
  return "problems" in parsed ? parsed.problems.map(({ message }) => message) : [];
};

describe.each(EvidenceKind.options)("%s", (kind) => {
  test.each(keyNames(kind))("takes the example of %s", (key) => {
    expect(problemsOf(`${kind}: { ${key}: ${requirementKey(kind, key)?.example} }`)).toEqual([]);
  });

  test("takes every choice, and no other", () => {
    for (const [key, { choices }] of Object.entries(requirementKinds[kind].keys)) {
      for (const choice of choices ?? []) expect(problemsOf(`${kind}: { ${key}: ${choice} }`)).toEqual([]);
      if (choices) expect(problemsOf(`${kind}: { ${key}: surely-not }`)).toEqual([expect.stringContaining("Allowed: ")]);
    }
  });

  test("refuses keys that it has not, unless it is open", () => {
    const isOpen = kind === "metrics";
    expect(problemsOf(`${kind}: { constructor: '>= 1' }`)).toHaveLength(isOpen ? 0 : 1);
  });

  test("says what to do while there is none, and may be asked for without more", () => {
    expect(requirementKinds[kind].whenMissing).toMatch(/^[A-Z].+\.$/);
    expect(problemsOf(`${kind}: {}`)).toEqual([]);
    expect(problemsOf(`${kind}:`)).toEqual([expect.stringContaining(`'${kind}: {}'`)]);
  });

  test("has no key that every kind has", () => {
    expect(Object.keys(requirementKinds[kind].keys).filter((key) => Object.hasOwn(reservedKeys, key))).toEqual([]);
  });
});

describe("values of the wrong type", () => {
  test.each([
    ["metrics: { auc: true }", "takes a bound in quotes"],
    ["metrics: { auc: .inf }", "takes a bound in quotes"],
    ["metrics: { auc: '>= 1e999' }", "takes a bound in quotes"],
    ["metrics: { auc: '≥ 0.8' }", "takes a bound in quotes"],
    ["metrics: { id: 3, auc: '> 1' }", "'id' takes a text"],
    ["metrics: { max_age: 14 days }", "'max_age' takes a whole number of hours"],
    ["metrics: { max_age: 3 }", "'max_age' takes a span such as 14d"],
    ["security_scan: { dangerous: many }", "takes a number or a bound in quotes"],
    ["fairness: { min_group: '<= 3' }", "bounded from below: write '>= 3'"],
    ["fairness: { lower_bound: 1 }", "'lower_bound' takes true or false"],
    ["model_card: { complete: yes }", "'complete' takes true or false"],
    ["model_card: { fields: [] }", "takes a text or a list"],
    ["model_card: { fields: [[a]] }", "takes a text or a list"],
    ["champion: { verdict: [] }", "takes one or more of better"],
    ["champion: { verdict: 3 }", "cannot be '3'"],
    ["document: { title: '' }", "'title' takes a text of 1 to 200"],
    ["explainability: { method: { a: 1 } }", "takes a text or a list"],
  ])("%s", (line, message) => {
    expect(problemsOf(line)).toEqual([expect.stringContaining(message)]);
  });

  test("a key of 250 characters is read, a longer one is not", () => {
    expect(problemsOf(`metrics: { ${"k".repeat(250)}: '> 1' }`)).toEqual([]);
    expect(problemsOf(`metrics: { ${"k".repeat(251)}: '> 1' }`)).toHaveLength(1);
  });
});
