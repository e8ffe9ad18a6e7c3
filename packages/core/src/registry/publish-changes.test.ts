import { expect, test } from "vitest";
import { payloadMaxBytes } from "../notifications/index.ts";
import { fitting } from "./publish-changes.ts";

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const tags = (count: number, value: string) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${index}`, value]));

test("what receivers can take is left as it is", () => {
  const values = { description: "d".repeat(5000), run_id: null, tags: tags(2, "v".repeat(100_000)) };
  expect(fitting(values)).toBe(values);
});

test("longer values are cut, all to the same length, until they fit", () => {
  const cut = fitting({ description: "short", tags: tags(100, "v".repeat(100_000)) });
  expect(bytes(cut)).toBeLessThan(payloadMaxBytes);
  expect(cut.description).toBe("short");
  expect(cut.tags).toMatchObject({ "key 99": `${"v".repeat(1000)}…` });
});

test("a cut leaves no half of a character behind, and escapes count", () => {
  const cut = fitting({ value: "😀".repeat(50_000), other: "\u0001".repeat(60_000) });
  expect(bytes(cut)).toBeLessThan(payloadMaxBytes);
  expect(String(cut.value).isWellFormed()).toBe(true);
});
