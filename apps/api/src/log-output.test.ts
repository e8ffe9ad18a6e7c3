import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { logOutput } from "./log-output.ts";

/** Ends when this turn of the event loop has. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "log-output-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

it("writes the lines of a turn together, at its end", async () => {
  const file = path.join(dir, "log");
  const descriptor = openSync(file, "w");
  const output = logOutput(descriptor);
  output.write("one\n");
  output.write("two\n");
  expect(readFileSync(file, "utf8")).toBe("");
  await turn();
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
  output.write("three\n");
  await turn();
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\nthree\n");
  closeSync(descriptor);
});

it.each([
  ["exits at once", "process.exit(3);"],
  ["ends by an error", "throw new Error('gone');"],
])("loses no line of a process that %s", (_how, end) => {
  const module = JSON.stringify(new URL("./log-output.ts", import.meta.url).href);
  const script = `import { logOutput } from ${module}; logOutput().write("last words\\n"); ${end}`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(stdout).toBe("last words\n");
});
