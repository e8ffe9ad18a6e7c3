import { expect, test } from "vitest";
import { completeSpec } from "./complete-spec.ts";

/** Asks where `|` stands. */
function ask(marked: string) {
  const before = marked.slice(0, marked.indexOf("|")).split("\n");
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const { items, from } = completeSpec(marked.replace("|", ""), place);
  return { labels: items.map(({ label }) => label), items, from };
}

test("at the beginning of a line, keys that are not there yet", () => {
  const { labels, from } = ask("name: a\n|\ncommand: [x]\n");
  expect(labels).toContain("resources");
  expect(labels).not.toContain("name");
  expect(labels).not.toContain("command");
  expect(from).toBe(1);
});

test("what is typed narrows the offer and is what is replaced", () => {
  const { labels, from } = ask("name: a\nre|");
  expect(labels).toEqual(["resources", "retries"]);
  expect(from).toBe(1);
});

test("inside a block, its own keys", () => {
  expect(ask("resources:\n  cpu: 2\n  |").labels).toEqual(["memory", "sharedMemory", "disk", "gpus"]);
  expect(ask("resources:\n  gpus:\n    |").labels).toEqual(["count", "flavour", "mig"]);
  expect(ask("env:\n  |").labels).toEqual([]);
});

test("in a list, the keys of an item, without those of another", () => {
  const { labels } = ask("inputs:\n  - dataset: a\n    version: 1\n  - path: b\n    |");
  expect(labels).toContain("dataset");
  expect(labels).not.toContain("path");
  expect(ask("inputs:\n  - |").labels).toContain("dataset");
});

test("behind a key, what it can be", () => {
  expect(ask("priority: |").labels).toEqual(["low", "normal", "high"]);
  expect(ask("priority: h|")).toMatchObject({ labels: ["high"], from: 11 });
  expect(ask("name: |").labels).toEqual([]);
});

test("a key with a block opens it", () => {
  expect(ask("reso|").items[0]?.insert).toBe("resources:\n  ");
  expect(ask("inp|").items[0]?.insert).toBe("inputs:\n  - ");
  expect(ask("time|").items[0]?.insert).toBe("timeLimit: ");
});

test("inside a value that is no single word, nothing", () => {
  expect(ask("command: [python, |").labels).toEqual([]);
});
