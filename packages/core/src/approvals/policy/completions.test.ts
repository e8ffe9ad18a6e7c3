import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completionsAt } from "./completions.ts";

/** Completes where the text has a bar. */
function at(text: string) {
  const before = text.slice(0, text.indexOf("|"));
  const column = before.length - before.lastIndexOf("\n");
  const { from, items } = completionsAt(text.replace("|", ""), before.split("\n").length, column);
  return { from, labels: items.map(({ label }) => label) };
}

describe("keys", () => {
  test.each([
    ["na|", 1, ["name"]],
    ["name: a\nma|", 1, ["match"]],
    ["match:\n  |", 3, ["tier", "transition", "change", "environment", "tags", "models"]],
    ["match: { tier: high, tr|", 22, ["transition"]],
    ["approvals:\n  - { group: x, m|", 17, ["min"]],
    ["approvals: [{ ro|", 15, ["role"]],
    ["approvals:\n  - group: x\n    m|", 5, ["min"]],
    ["approvals:\n- group: x\n  m|", 3, ["min"]],
    ["require:\n  - metrics: { auc: '>= 0.8' }\nappr|", 1, ["approvals"]],
    ["conditions:\n  - t|", 5, ["traffic", "time_limit"]],
    ["require:\n  # the files\n  - security_scan: { dang|", 22, ["dangerous", "dangerous_imports"]],
    ["require:\n  - security_scan:\n      unk|", 7, ["unknown"]],
    ["require:\n  - champion: { verdict: [better], sa|", 36, ["same_dataset"]],
    ["require:\n  - champion:\n      metric: auc\n      ma|", 7, ["margin", "max_age"]],
  ])("%j", (text, from, labels) => {
    expect(at(text)).toEqual({ from, labels });
  });

  test("a new entry of require offers every kind", () => {
    expect(at("require:\n  - champion:\n      metric: auc\n  - |").labels).toHaveLength(11);
    expect(at("require:\n- sec|")).toEqual({ from: 3, labels: ["security_scan"] });
  });

  test("a key is completed with its colon and says what it is", () => {
    expect(completionsAt("expi", 1, 5).items).toEqual([
      { label: "expiry", insert: "expiry: ", detail: "how long a request may stay undecided: a whole number of hours, days or weeks" },
    ]);
  });
});

describe("values", () => {
  test.each([
    ["match:\n  tier: h|", 9, ["high"]],
    ["match:\n  tier: [high, c|", 16, ["critical"]],
    ["match:\n  tier:\n    - m|", 7, ["medium"]],
    ["order: |", 8, ["any", "sequence"]],
    ["exclude: [author, |", 19, ["author", "registrant", "requester", "evidence_producer", "same_team"]],
    ["exclude:\n  - re|", 5, ["registrant", "requester"]],
    ["break_glass:\n  roles: [ad|", 11, ["admin"]],
    ["require:\n  - metrics: { auc: |", 21, ["'>= 0.85'"]],
    ["require:\n  - champion:\n      verdict: [better, e|", 25, ["equivalent"]],
    ["require:\n  - champion:\n      verdict:\n        - no|", 11, ["no_champion"]],
    ["require:\n  - fairness:\n      lower_bound: |", 20, ["true"]],
  ])("%j", (text, from, labels) => {
    expect(at(text)).toEqual({ from, labels });
  });

  test.each(["constructor: |", "name: a: b|", "match: |", "nonsense:\n  deeper:\n    |", "require:\n  - constructor:\n      |"])(
    "%j offers nothing",
    (text) => {
      expect(at(text).labels).toEqual([]);
    },
  );
});

test("any place of any text is answered, with what stands before the cursor", () => {
  const pieces = fc.constantFrom(
    "match",
    "require",
    "tier",
    ":",
    " ",
    "\n",
    "  ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "'",
    "metrics",
    "#",
    "high",
  );
  const text = fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.nat(12), fc.nat(30), (source, line, column) => {
      const { from, items } = completionsAt(source, line + 1, column + 1);
      expect(from).toBeGreaterThanOrEqual(1);
      expect(from).toBeLessThanOrEqual(column + 1);
      expect(new Set(items.map(({ label }) => label)).size).toBe(items.length);
    }),
    { numRuns: 500 },
  );
});
