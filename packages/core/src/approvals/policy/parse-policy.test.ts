import { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { checkReferences, type ParsedPolicy, parsePolicy } from "./parse-policy.ts";

const head = "name: production-high\nmatch: { transition: staging -> production }\n";

function problemsOf(source: string) {
  const parsed = parsePolicy(source);
  return "problems" in parsed ? parsed.problems : [];
}
const shown = (source: string) =>
  problemsOf(source).map(({ line, column, endColumn, path, message }) => ({ at: [line, column, endColumn], path, message }));

function parse(source: string): ParsedPolicy {
  const parsed = parsePolicy(source);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

describe("a sound policy", () => {
  test("becomes a document with defaults, and the line of every key", () => {
    const { document, lines } = parse(`${head}require:
  - metrics: { auc: '>= 0.850', logloss: '<= 0.340' }
  - champion:
      metric: auc
      verdict: [better, equivalent]
approvals:
  - { group: credit-owners, min: 1 }
`);
    expect(document).toMatchObject({
      name: "production-high",
      order: "any",
      expiry: "14d",
      exclude: ["author", "registrant", "requester", "evidence_producer"],
      require: [{ metrics: { auc: ">= 0.850", logloss: "<= 0.340" } }, { champion: { metric: "auc", verdict: ["better", "equivalent"] } }],
    });
    expect([lines.get("name"), lines.get("require"), lines.get("require.0"), lines.get("require.0.metrics.auc")]).toEqual([1, 3, 4, 4]);
    expect([lines.get("require.1.champion"), lines.get("require.1.champion.verdict"), lines.get("approvals.0.min")]).toEqual([5, 7, 9]);
  });

  test("takes Windows line ends, comments and a byte order mark", () => {
    expect(parse(`\uFEFF# why\r\n${head.replaceAll("\n", "\r\n")}expiry: 2w # two weeks\r\n`).document.expiry).toBe("2w");
  });

  test("any document survives being written and read", () => {
    const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
    const bound = fc
      .tuple(fc.constantFrom(">=", "<=", ">", "<", "="), fc.integer({ min: -1000, max: 1000 }))
      .map(([sign, n]) => `${sign} ${n / 8}`);
    const metrics = fc.dictionary(
      slug.filter((key) => !["id", "dataset"].includes(key)),
      bound,
      { minKeys: 1, maxKeys: 4 },
    );
    const document = fc.record({
      name: slug,
      match: fc.record({ tier: fc.constantFrom("low", "high"), transition: fc.constantFrom("* -> production", "staging -> production") }),
      require: fc.option(
        metrics.map((body) => [{ metrics: body }]),
        { nil: [] },
      ),
      approvals: fc.uniqueArray(fc.record({ group: slug, min: fc.integer({ min: 1, max: 20 }) }), {
        selector: ({ group }) => group,
        maxLength: 10,
      }),
      expiry: fc.tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom("h", "d", "w")).map(([count, unit]) => `${count}${unit}`),
    });
    fc.assert(
      fc.property(document, (given) => {
        expect(parse(stringify(given)).document).toEqual(PolicyDocument.parse(given));
      }),
      { numRuns: 100 },
    );
  });
});

describe("every problem has its place and says what is allowed", () => {
  test.each([
    ["an unknown key", `${head}expirey: 14d\n`, [3, 1, 8], "expirey", "There is no 'expirey' here. Did you mean 'expiry'? Allowed: name,"],
    ["an unknown kind", `${head}require:\n  - securty: { a: 1 }\n`, [4, 5, 12], "require.0.securty", "Did you mean 'security_scan'?"],
    [
      "an unknown key of a kind",
      `${head}require:\n  - security_scan:\n      dangerus: 0\n`,
      [5, 7, 15],
      "require.0.security_scan.dangerus",
      "Did you mean 'dangerous'?",
    ],
    [
      "a wrong value",
      "name: a\nmatch:\n  tier: hihg\n  transition: '* -> production'\n",
      [3, 9, 13],
      "match.tier",
      "'tier' cannot be the text 'hihg'. Did you mean 'high'? Allowed: low, medium, high or critical.",
    ],
    [
      "a wrong entry",
      "name: a\nmatch:\n  tier: [high, lo]\n  transition: '* -> production'\n",
      [3, 16, 18],
      "match.tier.1",
      "Did you mean 'low'?",
    ],
    ["a missing key, at its parent", "name: a\nmatch: { tier: high }\n", [2, 8, 22], "match", "either a transition or a change"],
    ["a missing name", "match: { transition: '* -> production' }\n", [1, 1, null], "name", "'name' is missing: the policy's name"],
    [
      "a number out of range",
      `${head}approvals:\n  - { role: approver, min: 21 }\n`,
      [4, 28, 30],
      "approvals.0.min",
      "'min' must be at most 20.",
    ],
    [
      "a wrong type",
      `${head}approvals:\n  - { role: approver, min: two }\n`,
      [4, 28, 31],
      "approvals.0.min",
      "'min' must be a number, not the text 'two': how many",
    ],
    ["nothing where a list is due", `${head}require:\n`, [3, 1, 8], "require", "'require' must be a list, not nothing"],
    ["a span too long", `${head}expiry: 522w\n`, [3, 9, 13], "expiry", "at most ten years"],
    [
      "a bare number for a metric",
      `${head}require:\n  - metrics: { auc: 0.8 }\n`,
      [4, 21, 24],
      "require.0.metrics.auc",
      "write '>= 0.8' or '<= 0.8', in quotes",
    ],
    [
      "a bound from the wrong side",
      `${head}require:\n  - security_scan: { dangerous: '>= 1' }\n`,
      [4, 33, 39],
      "require.0.security_scan.dangerous",
      "'dangerous' is bounded from above: write '<= 1'.",
    ],
    [
      "a drop without its ending",
      `${head}require:\n  - robustness: { auc: 0.1 }\n`,
      [4, 19, 22],
      "require.0.robustness.auc",
      "written 'auc_drop'",
    ],
    [
      "two kinds in one entry",
      `${head}require:\n  - metrics: { a: '> 1' }\n    champion: {}\n`,
      [5, 5, 13],
      "require.0.champion",
      "begin a new one with '- champion:'",
    ],
    [
      "a kind asked for twice",
      `${head}require:\n  - metrics: { a: '> 1' }\n  - metrics: { b: '> 1' }\n`,
      [5, 5, 12],
      "require.1.metrics",
      "give the second an id of its own",
    ],
    ["a misspelt condition", `${head}conditions:\n  - { trafic: 10% }\n`, [4, 7, 13], "conditions.0.trafic", "Did you mean 'traffic'?"],
    [
      "a step down",
      "name: a\nmatch: { transition: production -> staging }\n",
      [2, 22, 43],
      "match.transition",
      "No policy governs 'production -> staging'.",
    ],
    [
      "break-glass that names nobody",
      `${head}break_glass: { expires_after: 1h, review_within: 1d }\n`,
      [3, 14, 54],
      "break_glass",
      "must name the groups or roles",
    ],
    [
      "evidence on a change",
      "name: a\nmatch: { change: policy }\nrequire: [{ security_scan: { dangerous: 0 } }]\n",
      [3, 10, 47],
      "require",
      "a policy for changes has no 'require'",
    ],
    ["a veto that nobody waits for", `${head}veto: [board]\n`, [3, 7, 14], "veto", "needs approvals beside it"],
    [
      "an approval twice",
      `${head}approvals:\n  - { role: admin, min: 1 }\n  - { role: admin, min: 2 }\n`,
      [5, 5, 28],
      "approvals.1",
      "raise its 'min' instead",
    ],
  ] as const)("%s", (...[, source, at, path, message]) => {
    const [first, ...others] = shown(source);
    expect(first).toEqual({ at, path, message: expect.stringContaining(message) });
    expect(others).toEqual([]);
  });

  test("all problems are told at once, in the order of the text", () => {
    const found = shown(`${head}order: both\nrequire:\n  - metrics: { auc: 1 }\nexclude: [autor]\nalone: maybe\n`);
    expect(found.map(({ at }) => at[0])).toEqual([3, 5, 6, 7]);
  });

  test("but no more than a hundred", () => {
    expect(problemsOf(`${head}${Array.from({ length: 150 }, (_, index) => `key_${index}: 1\n`).join("")}`)).toHaveLength(100);
  });
});

describe("what YAML could do and a policy may not", () => {
  test.each([
    ["anchors", "name: &a x\n", "no anchors"],
    ["aliases", "name: &a x\nmatch: *a\n", "no anchors"],
    ["an alias alone", "name: *a\n", "no aliases"],
    ["tags", "name: !!str x\n", "no tags"],
    ["tags of its own", "name: !secret x\n", "no tags"],
    ["a key twice", "name: a\nname: b\n", "may stand once"],
    ["a key twice, written in two ways", "name: a\nmatch: { tags: { 1: a, '1': b } }\n", "may stand once"],
    ["two documents", "name: a\n---\nname: b\n", "one document"],
    ["tabs", "match:\n\ttier: high\n", "spaces"],
    ["a list", "- a\n", "begins with its name"],
    ["nothing", "", "begins with its name"],
    ["a comment alone", "# nothing yet\n", "begins with its name"],
    ["keys that are mappings", "{ { a: 1 }: 2 }", "plain name"],
    ["__proto__", "__proto__: { name: a }\n", "cannot be a key"],
    ["__proto__ deeper", "name: a\nmatch: { tags: { __proto__: a } }\n", "cannot be a key"],
    ["the character NUL", "name: a\0\n", "NUL"],
    ["the character NUL, escaped", 'name: a\ndescription: "\\0"\n', "NUL"],
    ["half a character, escaped", 'name: a\ndescription: "\\uD800"\n', "half a character"],
    ["half a character in a key", 'name: a\nmatch: { tags: { "\\uDC00": a } }\n', "half a character"],
    ["an open bracket", "name: [a\n", "not YAML"],
  ])("%s", (_, source, message) => {
    expect(problemsOf(source)).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
  });

  test("an older version of YAML brings nothing back", () => {
    expect(parse(`%YAML 1.1\n---\n${head}description: yes\n`).document.description).toBe("yes");
    expect(shown(`%YAML 1.1\n---\n${head}<<: { expiry: 1h }\n`)[0]?.message).toContain("There is no '<<' here");
  });

  test("merge keys are keys like any other", () => {
    expect(shown(`${head}<<: { expiry: 1h }\n`)[0]?.message).toContain("There is no '<<' here");
  });

  test("64 KiB are read, a byte more is not", () => {
    const fill = (bytes: number) => `${head}# ${"x".repeat(bytes - head.length - 3)}\n`;
    expect(problemsOf(fill(65_536))).toEqual([]);
    expect(problemsOf(fill(65_537))).toEqual([expect.objectContaining({ message: "A policy may have at most 64 KiB." })]);
    expect(problemsOf(`# ${"ä".repeat(32_768)}`)[0]?.message).toContain("64 KiB");
  });

  test.each(["[", "- ", "? ", "{a: "])("%j thousands of times is refused, not a crash", (piece) => {
    expect(problemsOf(`name: a\nmatch: ${"\n".repeat(piece === "[" || piece === "{a: " ? 0 : 1)}${piece.repeat(8000)}`)).toHaveLength(1);
  });

  test("thousands of keys and entries are answered with the first of their problems", () => {
    const keys = Array.from({ length: 7000 }, (_, index) => `k${index}: `).join("\n");
    const entries = `${head}require:\n${"- {a: 1}\n".repeat(7000)}`;
    expect(problemsOf(keys)).toHaveLength(100);
    expect(problemsOf(entries)).toHaveLength(100);
  });

  test("a requirement takes fifty keys, a policy fifty requirements", () => {
    const keys = (count: number) =>
      `${head}require:\n  - metrics:\n${Array.from({ length: count }, (_, index) => `      k${index}: '> 1'\n`).join("")}`;
    const entries = (count: number) =>
      `${head}require:\n${Array.from({ length: count }, (_, index) => `  - metrics: { id: k${index} }\n`).join("")}`;
    expect([problemsOf(keys(50)), problemsOf(entries(50))]).toEqual([[], []]);
    expect(shown(keys(51)).map(({ message }) => message)).toEqual(["One requirement may have at most 50 keys."]);
    expect(shown(entries(51)).map(({ message }) => message)).toEqual(["'require' must have at most 50 entries."]);
  });

  test("eight levels are read, nine are not", () => {
    const nested = (levels: number) => `name: a\nmatch: ${"{ a: ".repeat(levels - 1)}1${" }".repeat(levels - 1)}\n`;
    expect(problemsOf(nested(8)).some(({ message }) => message.includes("deep"))).toBe(false);
    expect(problemsOf(nested(9))).toEqual([
      expect.objectContaining({ message: "Lists and mappings may stand at most 8 deep in each other." }),
    ]);
  });

  test("no text makes the reader throw, and every problem stands in the text", () => {
    const pieces = fc.constantFrom(
      "name",
      "match",
      "require",
      "approvals",
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
      '"',
      "&a",
      "*a",
      "!t",
      "|",
      ">",
      "#",
      "0",
      "high",
      "~",
      "?",
      "%",
      "metrics",
      "\t",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (source) => {
        const lineCount = source.split("\n").length;
        for (const { line, column } of problemsOf(source)) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lineCount);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("checkReferences", () => {
  const source = `${head}approvals:\n  - { group: model-risk, min: 2 }\n  - { role: approver, min: 1 }\nveto: [board]\n`;
  const known = { groups: ["model-risk-committee", "board"], environments: ["production"], roles: ["approver"] };

  test("names what is not there, where, and what was meant", () => {
    expect(checkReferences(parse(source), known, source)).toEqual([
      {
        line: 4,
        column: 14,
        endColumn: 24,
        severity: "error",
        path: "approvals.0.group",
        message: "There is no group 'model-risk'. Did you mean 'model-risk-committee'? There are: model-risk-committee and board.",
      },
    ]);
  });

  test("without the text it knows the line alone", () => {
    expect(checkReferences(parse(source), known)).toEqual([expect.objectContaining({ line: 4, column: 1, endColumn: null })]);
  });

  test("looks at environments and break-glass too", () => {
    const text =
      "name: a\nmatch: { transition: '* -> production', environment: [production, live] }\nbreak_glass:\n  groups: [on-call]\n  roles: [admin]\n  expires_after: 1h\n  review_within: 1d\n";
    const found = checkReferences(parse(text), { ...known, groups: [] }, text);
    expect(found.map(({ path }) => path)).toEqual(["match.environment.1", "break_glass.groups.0", "break_glass.roles.0"]);
    expect(found[1]?.message).toBe("There is no group 'on-call'. There is none yet.");
  });
});
