import path from "node:path";
import { parseArgs } from "node:util";
import { binDir, StartError } from "../start/checkout.mjs";
import { prepare } from "../start/prepare.mjs";
import { runSuite } from "./run-suite.mjs";
import { chooseSuites } from "./suites.mjs";

const say = (text) => console.log(`test: ${text}`);

function counted(tests) {
  const count = (outcome) => tests.filter((test) => test.outcome === outcome).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

function summary(tests) {
  const { passed, failed, skipped } = counted(tests);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function list(title, tests, lineOf) {
  if (tests.length === 0) return;
  console.log(`\n${title}`);
  for (const test of tests) console.log(`  ${lineOf(test)}`);
}

async function runAll(suites, context) {
  const all = [];
  for (const suite of suites) {
    if (context.signal.aborted) break;
    say(`${suite.name} begins`);
    const began = Date.now();
    const tests = await runSuite(suite, context);
    say(`${suite.name}: ${summary(tests)} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
    all.push(...tests);
  }
  return all;
}

/** Sets up as `npm start` does, runs the suites, and ends with the line that counts them. */
export async function test(argv, env) {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => interrupt.abort());
  try {
    const { suite: asked = [] } = parseArgs({ args: argv, options: { suite: { type: "string", multiple: true } } }).values;
    const suites = chooseSuites(asked);
    const withPortal = suites.some(({ needs }) => needs.includes("portal"));
    await prepare({ env, say, signal: interrupt.signal, withPortal });
    const context = { env: { ...env, PATH: `${binDir}${path.delimiter}${env.PATH}` }, signal: interrupt.signal };
    const tests = await runAll(suites, context);
    const ofOutcome = (outcome) => tests.filter((each) => each.outcome === outcome);
    list("Failed:", ofOutcome("failed"), ({ name }) => name);
    list("Skipped:", ofOutcome("skipped"), ({ name, reason }) => `${name}: ${reason}`);
    const { failed, skipped } = counted(tests);
    const isForbidden = env.CI === "true" && skipped > 0;
    if (isForbidden) console.log("\nCI skips nothing.");
    console.log(`\n${summary(tests)}`);
    process.exitCode = failed > 0 || isForbidden || interrupt.signal.aborted ? 1 : 0;
  } catch (error) {
    console.error(error instanceof StartError ? `test: ${error.message}` : error);
    process.exitCode = 1;
  }
}
