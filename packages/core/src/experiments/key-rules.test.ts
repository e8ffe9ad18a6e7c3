import { describe, expect, test } from "vitest";
import { checkKey, cut } from "./key-rules.ts";

const check = (key: string) => () => checkKey(key, { field: "key" });

describe("checkKey", () => {
  test.each(["a", "val/f1 score", "system/gpu_0:util", "größe", "精度", "a.b-c_d", "a\n", "a/..b", "x".repeat(250)])(
    "accepts %j",
    (key) => {
      expect(check(key)).not.toThrow();
    },
  );

  test.each([
    ["/a", "/a"],
    ["a//b", "a/b"],
    ["a/", "a"],
    ["a/./b", "a/b"],
    ["a/../b", "b"],
    ["../a", "../a"],
    ["..", ".."],
    [".", "."],
    ["", "."],
  ])("refuses %j, which a file system reads as %j", (key, resolved) => {
    expect(check(key)).toThrow(expect.objectContaining({ code: "invalid", params: { reason: "key-path", key, field: "key", resolved } }));
  });

  test.each(["a#b", "a\\b", "a\nb", "a\u0000", "a%2e", "😀", "a\n\n"])("refuses the characters of %j", (key) => {
    expect(check(key)).toThrow(expect.objectContaining({ params: { reason: "key-characters", key, field: "key" } }));
  });
});

test("a cut text never ends in half a character", () => {
  expect(cut("abc", 3)).toBe("abc");
  expect(cut("abcd", 3)).toBe("abc");
  expect(cut("ab😀", 3)).toBe("ab");
});
