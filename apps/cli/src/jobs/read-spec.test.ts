import { expect, test } from "vitest";
import { parseSpec } from "./read-spec.ts";

test("a spec is YAML, and what is left out has its default later", () => {
  expect(parseSpec("job.yaml", "name: train\ncommand: [python, train.py]\n")).toEqual({ name: "train", command: ["python", "train.py"] });
});

test("what is wrong is told with file, line and column, all at once", () => {
  const text = "name: Train\ncommand: [python]\nresources:\n  cpu: none\nretries:\n  infrastructure: 99\n";
  expect(() => parseSpec("job.yaml", text)).toThrow(
    /^job\.yaml:1:7: name: lower-case letters.*\njob\.yaml:4:8: resources\.cpu: .*\njob\.yaml:6:19: retries\.infrastructure: /,
  );
});

test("an unknown field is named", () => {
  expect(() => parseSpec("job.yaml", "name: a\ncommand: [x]\ncomand: [y]\n")).toThrow(/^job\.yaml:1:1: the spec: .*comand/);
});

test("broken YAML is told with its place", () => {
  expect(() => parseSpec("job.yaml", "name: a\ncommand: [x\n")).toThrow(/^job\.yaml:3:1: /);
});

test("aliases that grow without end are refused", () => {
  const bomb = `a: &a [${'"x",'.repeat(9)}"x"]\n${["b", "c", "d", "e"].map((name, at) => `${name}: &${name} [${`*${"abcd"[at]},`.repeat(9)}*${"abcd"[at]}]`).join("\n")}\n`;
  expect(() => parseSpec("job.yaml", bomb)).toThrow();
});

test("a file that is too large is refused before it is parsed", () => {
  expect(() => parseSpec("job.yaml", `# ${"x".repeat(65_536)}`)).toThrow("job.yaml is larger than 65536 bytes");
});
