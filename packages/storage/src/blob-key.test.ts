import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fileOf } from "./blob-files.ts";
import { assertKey } from "./blob-key.ts";

function isKey(text: string): boolean {
  try {
    assertKey(text);
    return true;
  } catch {
    return false;
  }
}

test("whatever is accepted as a key stays below the directory, under a name of its own", () => {
  const hostile = fc.array(fc.constantFrom("a", "b-1", "..", ".", "/", "\\", "%2e", "\0", "~", "C:", ""), { maxLength: 8 });
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    hostile.map((parts) => parts.join("/")),
    fc.stringMatching(/^[a-z0-9_/.-]{0,40}$/),
  );
  fc.assert(
    fc.property(texts.filter(isKey), texts.filter(isKey), (one, other) => {
      const file = fileOf("/data/blobs", one);
      expect(path.normalize(file)).toBe(file);
      expect(file.startsWith("/data/blobs/")).toBe(true);
      expect(file === fileOf("/data/blobs", other)).toBe(one === other);
    }),
  );
});

test.each(["7/3f/0198c2a4-7d1e-7000-8000-000000000000", "a", "0_-", `a${"/b".repeat(9)}`])("%s is a key", (key) => {
  expect(isKey(key)).toBe(true);
});
