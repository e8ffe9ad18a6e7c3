import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { startKept } from "./kept-cluster.ts";

// --junit FILE   one test case for each test
// FILES          only these tests
// Uses the cluster of PLUMBLINE_TEST_KUBECONFIG where that is set, which must be disposable; else starts one and ends it.
const { values, positionals } = parseArgs({ options: { junit: { type: "string" } }, allowPositionals: true });
const longestTestMs = 300_000;
const files = positionals.length > 0 ? positionals : [path.join(import.meta.dirname, "*.test.ts")];

function runTests(kubeconfig: string): Promise<number> {
  const reporters = [["spec", "stdout"], ...(values.junit ? [["junit", path.resolve(values.junit)]] : [])];
  const flags = reporters.flatMap(([name, destination]) => [`--test-reporter=${name}`, `--test-reporter-destination=${destination}`]);
  const tests = spawn(process.execPath, ["--test", "--test-concurrency=1", `--test-timeout=${longestTestMs}`, ...flags, ...files], {
    stdio: "inherit",
    env: { ...process.env, PLUMBLINE_TEST_KUBECONFIG: kubeconfig },
  });
  return new Promise((resolve) => {
    tests.once("error", () => resolve(1));
    tests.once("close", (status) => resolve(status ?? 1));
  });
}

const given = process.env.PLUMBLINE_TEST_KUBECONFIG;
const kept = given ? undefined : await startKept();
const status = await runTests(given ?? kept?.kubeconfig ?? "");
await kept?.stop({ isFailed: status !== 0 });
process.exitCode = status;
