import { expect, test } from "vitest";
import { yamlPieces } from "./yaml-pieces.ts";

const coloured = (line: string) =>
  yamlPieces(line)
    .filter(({ kind }) => kind !== "plain")
    .map(({ kind, text }) => [kind, text]);

test.each([
  ["  tier: high", [["key", "tier"]]],
  [
    "  - metrics: { auc: '>= 0.85', ks: 1 } # both",
    [
      ["key", "metrics"],
      ["key", "auc"],
      ["string", "'>= 0.85'"],
      ["key", "ks"],
      ["comment", "# both"],
    ],
  ],
  [
    "transition: staging -> production",
    [
      ["key", "transition"],
      ["sign", "->"],
    ],
  ],
  ["# tier: high", [["comment", "# tier: high"]]],
  ["name: a#b", [["key", "name"]]],
  [
    "description: 'tier: high # not this'",
    [
      ["key", "description"],
      ["string", "'tier: high # not this'"],
    ],
  ],
])("%s", (line, pieces) => {
  expect(coloured(line)).toEqual(pieces);
});

test("the pieces are the line, letter for letter", () => {
  const line = "\t- { traffic: 10%, until_labels: 1000 }   # a 'cap";
  expect(
    yamlPieces(line)
      .map(({ text }) => text)
      .join(""),
  ).toBe(line);
});
