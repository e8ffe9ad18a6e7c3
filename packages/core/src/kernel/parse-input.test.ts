import { operation } from "@plumbline/contracts/operation";
import { Empty } from "@plumbline/contracts/page";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "./parse-input.ts";

const write = operation({
  id: "things.write",
  method: "POST",
  path: "/things",
  summary: "Writes a thing.",
  body: z.object({ name: z.string(), tags: z.array(z.record(z.string(), z.string())).default([]) }),
  response: Empty,
  permission: "run:write",
  audit: "things.thing.write",
});

test.each([
  ["a text", { name: "x\ud83d" }, "name"],
  ["a text in a list", { name: "x", tags: [{ a: "b" }, { c: "\udfff" }] }, "tags.1.c"],
  ["a key", { name: "x", tags: [{ "\ud800": "b" }] }, "tags.0"],
])("%s with half a character is refused by its place", (_what, input, path) => {
  expect(() => parseInput(write, input)).toThrowError(
    expect.objectContaining({ code: "invalid", fields: [expect.objectContaining({ path })], params: { reason: "unstorable-text" } }),
  );
});

test("whole characters of every plane pass", () => {
  const input = { name: "😀 中 \u202e", tags: [{ "🧪": "\u{10ffff}" }] };
  expect(parseInput(write, input)).toEqual(input);
});
