import { Scope } from "@plumbline/contracts/permissions";
import { expect, test } from "vitest";
import { describeScopes, presets, scopeWords } from "./scopes.ts";

test("every permission that a token can carry has its words", () => {
  for (const scope of Scope.options) if (scope !== "*") expect(scopeWords[scope]).toMatch(/^[a-z]/);
});

test("presets are called by their names, in any order; others by what they hold", () => {
  for (const preset of presets) expect(describeScopes([...preset.scopes].reverse())).toBe(preset.title);
  expect(describeScopes(["run:read", "audit:read"])).toBe("Read runs, read the audit log");
  expect(describeScopes(["*", "run:read"])).toBe("Everything its owner may do");
});

test("logging deletes nothing", () => {
  expect(presets[0]?.scopes.some((scope) => scope.endsWith(":delete") || scope.endsWith(":manage"))).toBe(false);
});
