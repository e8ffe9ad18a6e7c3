import path from "node:path";
import { checkBoundaries, unseen } from "../boundaries/cruise.ts";
import { checkDocPaths } from "./doc-paths.ts";
import { checkNames } from "./names.ts";
import { openRepository } from "./repository.ts";
import { runTool } from "./run-tool.ts";
import { checkStores } from "./stores.ts";
import { checkText } from "./text.ts";
import { checkTypes } from "./type-check.ts";
import { checkVersions } from "./versions.ts";

const root = path.resolve(import.meta.dirname, "../..");
const repository = openRepository(root);

async function boundaries(): Promise<readonly string[]> {
  const result = await checkBoundaries(root);
  const sources = repository.files
    .filter((file) => /^(apps|packages)\/.+\.tsx?$/.test(file))
    .map((file) => ({ file, text: repository.read(file) }));
  return [...unseen(sources, result), ...result.problems];
}

const steps: Readonly<Record<string, () => Promise<readonly string[]> | readonly string[]>> = {
  style: () => runTool("biome", ["check", "--error-on-warnings", "--diagnostic-level=warn", "--max-diagnostics=200", "."], { cwd: root }),
  names: () => checkNames(repository),
  text: () => checkText(repository),
  stores: () => checkStores(repository),
  versions: () => checkVersions(repository),
  documents: () => checkDocPaths(repository),
  boundaries,
  types: () => checkTypes(repository),
  "dead-code": () => runTool("knip", ["--no-progress", "--treat-config-hints-as-errors"], { cwd: root }),
};

const asked = process.argv.slice(2).filter((argument) => argument !== "--");
const unknown = asked.filter((name) => !steps[name]);
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(", ")}. Steps: ${Object.keys(steps).join(", ")}.`);
  process.exit(2);
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const begin = performance.now();
const failed: string[] = [];
for (const [name, check] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const since = performance.now();
  const problems = await check();
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${name.padEnd(10)} ${seconds(since).padStart(7)}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, "       "));
  if (problems.length > 0) failed.push(name);
}
console.log(failed.length === 0 ? `All is well, ${seconds(begin)}.` : `${failed.join(", ")} failed, ${seconds(begin)}.`);
process.exit(failed.length === 0 ? 0 : 1);
