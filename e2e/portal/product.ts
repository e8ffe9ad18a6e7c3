import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../packages/db/src/free-port.ts";

export interface Account {
  email: string;
  password: string;
}

/** A Plumbline that was just started for the first time. */
export interface Product {
  url: string;
  /** The first administrator, with the generated password as it was printed. */
  first: Account;
}

const checkout = path.resolve(import.meta.dirname, "../..");
const startTimeoutMs = 300_000;
const invitation = /Sign in as (\S+) with the password (\S+)/;

/** Starts the product as `npm start` does, with new data, and reads from its output what a person would. */
export async function startProduct(): Promise<Product & { stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "plumbline-portal-"));
  const port = await freePort();
  const program = path.join(checkout, "tooling/start.mjs");
  const child = spawn(process.execPath, [program, "--port", String(port), "--data", dataDir], {
    // Everybody in this suite signs in from one address.
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "warn", RATE_LIMIT_SIGN_IN_PER_MINUTE: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    await ended(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const [, email = "", password = ""] = await printed(child, invitation);
    return { url: `http://127.0.0.1:${port}`, first: { email, password }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the process prints what is looked for; fails with all that it printed when it does not. */
function printed(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why: string) => reject(new Error(`the product ${why}:\n${output}`));
    const late = setTimeout(() => fail(`was not ready within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    child.once("close", (code) => {
      clearTimeout(late);
      fail(`ended with status ${code}`);
    });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const found = pattern.exec(output);
      if (!found) return;
      clearTimeout(late);
      resolve(found);
    });
  });
}

/** Stops it as Ctrl-C does. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => {
    child.once("close", resolve);
  });
  child.kill("SIGINT");
  await closed;
}
