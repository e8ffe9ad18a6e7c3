import { expect, test } from "vitest";
import { readProject } from "./project.ts";

const whole = `[build-system]
requires = ["setuptools"]

[project]
name = "one"
version = "1.2.3"
description = "Does one thing."
requires-python = ">=3.8"
dependencies = []

[project.scripts]
one = "one.cli:main"

[project.entry-points."a.group"]
one = "one.plugin:Plugin"
two = "one.plugin:Other"
`;

test("reads what a wheel says of itself", () => {
  const { entryPoints, ...project } = readProject(whole);
  expect(project).toEqual({ name: "one", version: "1.2.3", description: "Does one thing.", requiresPython: ">=3.8" });
  expect([...entryPoints].map(([group, points]) => [group, Object.fromEntries(points)])).toEqual([
    ["console_scripts", { one: "one.cli:main" }],
    ["a.group", { one: "one.plugin:Plugin", two: "one.plugin:Other" }],
  ]);
});

test("names what is missing", () => {
  expect(() => readProject(whole.replace('version = "1.2.3"', ""))).toThrow("pyproject.toml says no version");
});
