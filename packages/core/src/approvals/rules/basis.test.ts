import { describe, expect, test } from "vitest";
import { type BasisInput, basisOf } from "./basis.ts";
import { effectiveOf } from "./effective-policy.ts";
import { openTestPolicy } from "./open-test-policy.ts";

const met = (id: string, evidenceDigest = `sha-${id}`): BasisInput["clauses"][number] => ({ id, state: "met", evidenceDigest });
const basis = (body: string, { clauses = [met("metrics"), met("model_card")], subjectDigest = "9f2c", version = 1 } = {}) =>
  basisOf({ subjectDigest, require: effectiveOf(openTestPolicy(body, { version })).require, clauses });

const before = "require:\n  - metrics: { auc: '>= 0.85', f1: '> 0.5', max_age: 14d }\n  - model_card: { fields: [a, b] }\n";

describe("the basis stays", () => {
  test.each([
    ["a comment", `# why\n${before}`],
    [
      "the order of clauses and keys",
      "require:\n  - model_card: { fields: [b, a] }\n  - metrics: { max_age: 14d, f1: '>0.5', auc: '>= 0.850' }\n",
    ],
    ["another way to write a span", before.replace("14d", "2w")],
    ["who approves", `${before}approvals: [{ role: approver, min: 3 }]\nveto: [board]\nexclude: [author]\n`],
    [
      "expiry, conditions and break-glass",
      `${before}expiry: 1d\nconditions: [{ traffic: 5% }]\nbreak_glass: { roles: [admin], expires_after: 1h, review_within: 1d }\n`,
    ],
  ])("under %s", (_, after) => {
    expect(basis(after)).toBe(basis(before));
  });

  test("under another version of the policy that asks the same", () => {
    expect(basis(before, { version: 8 })).toBe(basis(before));
  });

  test("while a clause is unmet, whatever its evidence", () => {
    const failed = (evidenceDigest: string | null) => ({ id: "metrics", state: "failed" as const, evidenceDigest });
    expect(basis(before, { clauses: [failed("x")] })).toBe(basis(before, { clauses: [failed(null)] }));
  });
});

describe("the basis changes", () => {
  test.each([
    ["a bound", before.replace("0.85", "0.851")],
    ["the side of a bound", before.replace(">= 0.85", "> 0.85")],
    ["an age", before.replace("14d", "15d")],
    ["a field more", before.replace("[a, b]", "[a, b, c]")],
    ["a clause more", `${before}  - security_scan: {}\n`],
    ["a clause less", before.split("\n").slice(0, 2).join("\n")],
    ["other evidence to look at", before.replace("max_age: 14d", "max_age: 14d, dataset: loans")],
    ["an id", before.replace("max_age: 14d", "max_age: 14d, id: holdout")],
  ])("with %s", (_, after) => {
    expect(basis(after)).not.toBe(basis(before));
  });

  test("with the bytes, and with evidence that meets a clause", () => {
    expect(basis(before, { subjectDigest: "other" })).not.toBe(basis(before));
    expect(basis(before, { clauses: [met("metrics", "newer"), met("model_card")] })).not.toBe(basis(before));
    expect(basis(before, { clauses: [met("metrics")] })).not.toBe(basis(before));
  });
});

test("the basis is a SHA-256 in hex, the same on every machine", () => {
  expect(basisOf({ subjectDigest: "9f2c", require: [], clauses: [] })).toBe(
    "fb05af93847eb0022446919b13046035c757494b7cad6f8e13ae3ec9ed50cdcb",
  );
});
