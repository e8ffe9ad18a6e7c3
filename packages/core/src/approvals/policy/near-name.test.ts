import { describe, expect, test } from "vitest";
import { allowedWords, listWords, nearName } from "./near-name.ts";

const kinds = ["metrics", "champion", "security_scan", "model_card"];

describe("nearName", () => {
  test.each([
    ["securty", "security_scan"],
    ["security-scan", "security_scan"],
    ["Metrics", "metrics"],
    ["metrcis", "metrics"],
    ["champoin", "champion"],
    ["modelcard", "model_card"],
  ])("%j is meant for %j", (name, meant) => {
    expect(nearName(name, kinds)).toBe(meant);
  });

  test.each(["x", "fairness", "", "m".repeat(101)])("%j is near to none", (name) => {
    expect(nearName(name, kinds)).toBeUndefined();
  });

  test("of two as near, the first by name", () => {
    expect(nearName("ab", ["ac", "aa"])).toBe("aa");
  });
});

test("lists read as people write them", () => {
  expect([listWords([]), listWords(["a"]), listWords(["a", "b"]), listWords(["a", "b", "c"], "and")]).toEqual([
    "",
    "a",
    "a or b",
    "a, b and c",
  ]);
});

test("allowed names follow the near one", () => {
  expect(allowedWords("hihg", ["low", "high"])).toBe("Did you mean 'high'? Allowed: low or high.");
  expect(allowedWords("zzz", ["low", "high"])).toBe("Allowed: low or high.");
});
