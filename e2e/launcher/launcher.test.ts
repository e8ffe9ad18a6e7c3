import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, type TestContext, test } from "node:test";
import { findPython } from "./find-python.ts";

// The launcher's own tests are Python, and run where the launcher does: on the standard library alone.
const tests = path.resolve(import.meta.dirname, "../../python/tests");
const together = 4;

interface Outcome {
  readonly name: string;
  readonly failure: string;
}

const python = findPython();
const modules = readdirSync(tests)
  .filter((file) => /^test_\w+\.py$/.test(file))
  .map((file) => path.basename(file, ".py"));

/** Each test of a Python module becomes one of this suite. */
async function runModule(t: TestContext, module: string): Promise<void> {
  const child = spawn(python, ["-B", path.join(tests, "report.py"), module], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const closed = once(child, "close");
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { name, failure } = JSON.parse(line) as Outcome;
    count += 1;
    await t.test(name, () => assert.equal(failure, ""));
  }
  const [code] = await closed;
  assert.ok(count > 0 && code === 0, `${module} ran ${count} tests and ended with ${code}: ${complaints}`);
}

describe("launcher", { concurrency: together }, () => {
  for (const module of modules) test(module, (t) => runModule(t, module));
});
