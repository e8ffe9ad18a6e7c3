import { expect, test } from "vitest";
import { readLines, readText } from "./read-text.ts";

const chunks = async function* (...texts: string[]): AsyncIterable<Buffer> {
  for (const text of texts) yield Buffer.from(text);
};

test("a body is read up to its limit", async () => {
  await expect(readText(chunks("ab", "cd"), 4)).resolves.toBe("abcd");
  await expect(readText(chunks("ab", "cde"), 4)).rejects.toMatchObject({ kind: "too-large" });
});

test("lines are found wherever chunks end", async () => {
  const euro = Buffer.from("€\n");
  const split = async function* () {
    yield* chunks("a", "b\nc\n\n", "d");
    yield Buffer.from("\n");
    yield euro.subarray(0, 1);
    yield euro.subarray(1);
    yield* chunks("unfinished");
  };
  expect(await Array.fromAsync(readLines(split(), 100))).toEqual(["ab", "c", "", "d", "€"]);
});

test("a line without an end is cut off at its limit, and many short ones are not", async () => {
  await expect(Array.fromAsync(readLines(chunks("abc", "de"), 4))).rejects.toMatchObject({ kind: "too-large" });
  expect(await Array.fromAsync(readLines(chunks("abc\nab", "c\nabcd"), 4))).toEqual(["abc", "abc"]);
});
