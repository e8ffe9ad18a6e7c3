import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { pinnedNode, root, StartError } from "./checkout.mjs";
import { lastLines, rotate, sizeOf } from "./log-file.mjs";
import { killGroup } from "./processes.mjs";

const readyTimeoutMs = 60_000;
const troubleWindowMs = 60_000;
const longestPauseMs = 5_000;

function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/**
 * Room for young objects, in MiB: with Node's own choice a process under load holds some 50 MB more. The heap may grow by half until old
 * objects are collected: it is doubled otherwise, and the api then peaks at 470 MB where it needs 360. By a quarter it needs 340, but collects
 * so often that one search in fifty takes 15 ms longer.
 */
const flags = ["--max-semi-space-size=16", "--heap-growing-percent=50"];

/** Begins one process; what it prints is added to `log`. */
function launch({ script, cwd, env, log }) {
  rotate(log);
  const begin = sizeOf(log);
  const descriptor = openSync(log, "a", 0o600);
  // A group of its own, so that Ctrl-C reaches the supervisor alone. The channel closes when the supervisor dies, however it dies.
  const child = spawn(pinnedNode, [...flags, script], { cwd, env, detached: true, stdio: ["ignore", descriptor, descriptor, "ipc"] });
  closeSync(descriptor);
  const lastWords = () => lastLines(log, { begin, count: 12 }).map((line) => `\n  ${line}`);
  return { child, complaint: (what) => new StartError(`${what}; its log is ${log}${lastWords().join("")}`) };
}

/** Resolves with the first message of the child; rejects when it ends before or takes too long. */
function untilReady(name, { child, complaint }) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(complaint(`${name} was not ready within ${readyTimeoutMs / 1000} s`)), readyTimeoutMs);
    const settle = (settled) => {
      clearTimeout(late);
      settled();
    };
    child.once("error", (error) => settle(() => reject(complaint(`${name} cannot be run: ${error.message}`))));
    child.once("exit", (code, signal) =>
      settle(() => reject(complaint(`${name} ended with ${signal ?? `status ${code}`} before it was ready`))),
    );
    child.once("message", () => settle(resolve));
  });
}

/** Asks it to close, and ends it when it has not within `timeoutMs`. */
function close(child, timeoutMs) {
  return new Promise((resolve) => {
    if (hasEnded(child)) {
      resolve();
      return;
    }
    const cut = setTimeout(() => killGroup(child.pid), timeoutMs);
    child.once("exit", () => {
      clearTimeout(cut);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/**
 * One process of the product, kept alive. `ready` settles with its first start; every later end is answered by a new start,
 * because what ended it may pass: a database that is away, a full disk. `onStarted` hears of each new one.
 */
export function startService({ name, env, logDir, say, onStarted }) {
  const cwd = path.join(root, "apps", name);
  const script = path.join(cwd, "src", name === "web" ? "server.ts" : "main.ts");
  const log = path.join(logDir, `${name}.log`);
  let ends = [];
  let current = launch({ script, cwd, env, log });
  let isStopping = false;
  let next;

  function startAgain() {
    current = launch({ script, cwd, env, log });
    current.child.once("exit", onEnd);
    onStarted();
  }

  function onEnd(code, signal) {
    if (isStopping) return;
    ends = [...ends.filter((at) => at > Date.now() - troubleWindowMs), Date.now()];
    say(`${name} ended (${signal ?? `status ${code}`}); starting it again${ends.length > 2 ? `; its log is ${log}` : ""}`);
    next = setTimeout(startAgain, Math.min(100 * 2 ** (ends.length - 1), longestPauseMs));
  }

  const ready = untilReady(name, current).then(() => {
    if (hasEnded(current.child)) onEnd(current.child.exitCode, current.child.signalCode);
    else current.child.once("exit", onEnd);
  });
  ready.catch(() => undefined); // Another service may fail first; whoever waits for this one still hears of it.

  return {
    ready,
    /** The process now, and what its command line holds. */
    process: () => ({ pid: current.child.pid, mark: script }),
    rotateLog: () => rotate(log),
    stop(timeoutMs) {
      isStopping = true;
      clearTimeout(next);
      return close(current.child, timeoutMs);
    },
    cut: () => killGroup(current.child.pid),
  };
}
