import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pinnedNode, root } from "../start/checkout.mjs";
import { parseJunit } from "./junit.mjs";
import { missing, suiteEnvironment } from "./machine.mjs";

const cannotRun = 77;
const stopMs = 15_000;

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended.
  }
}

/** Runs the command to its end or to its budget's end. */
function execute({ args, env, budgetMs, signal }) {
  return new Promise((resolve) => {
    const child = spawn(pinnedNode, args, { cwd: root, env, detached: true, stdio: ["ignore", "inherit", "pipe"] });
    let lastWords = "";
    let isOverdue = false;
    let cut;
    const end = () => {
      signalGroup(child, "SIGTERM");
      cut = setTimeout(() => signalGroup(child, "SIGKILL"), stopMs);
    };
    const overdue = setTimeout(() => {
      isOverdue = true;
      end();
    }, budgetMs);
    signal.addEventListener("abort", end);
    child.stderr.setEncoding("utf8").on("data", (text) => {
      process.stderr.write(text);
      lastWords = (lastWords + text).slice(-4096);
    });
    child.once("close", (code, endedBy) => {
      clearTimeout(overdue);
      clearTimeout(cut);
      signal.removeEventListener("abort", end);
      resolve({ code, endedBy, isOverdue, lastLine: lastWords.trim().split("\n").at(-1) ?? "" });
    });
  });
}

/** One failure for what the report itself does not show: no report, a crash, too long a run. */
function trouble({ suite, end, tests }) {
  if (end.isOverdue) return `it took longer than ${suite.minutes} minutes`;
  const isExplained = tests.some((test) => test.outcome === "failed");
  if (end.code !== 0 && !isExplained) return `it ended with ${end.endedBy ?? `status ${end.code}`}`;
  return tests.length === 0 ? "it reported no test" : undefined;
}

function readReport(suite, file, end) {
  if (suite.report === "none") return [{ name: suite.name, outcome: end.code === 0 ? "passed" : "failed", reason: "" }];
  return existsSync(file) ? parseJunit(readFileSync(file, "utf8")) : [];
}

/** Runs one suite and returns its tests. */
export async function runSuite(suite, { env, signal }) {
  const reason = await missing(suite.needs, { env, signal });
  if (reason) return [{ name: suite.name, outcome: "skipped", reason }];
  const directory = mkdtempSync(path.join(tmpdir(), "plumbline-report-"));
  try {
    const file = path.join(directory, "report.xml");
    const end = await execute({ args: suite.command(file), env: suiteEnvironment(env), budgetMs: suite.minutes * 60_000, signal });
    if (end.code === cannotRun) return [{ name: suite.name, outcome: "skipped", reason: end.lastLine }];
    const tests = readReport(suite, file, end);
    const failure = trouble({ suite, end, tests });
    return failure ? [...tests, { name: `${suite.name}: ${failure}`, outcome: "failed", reason: "" }] : tests;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
