import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A Redis of a test's own, which keeps nothing. */
export interface TestRedis {
  readonly url: string;
  /** Ends it without a word, as a crash does; all that it held is gone. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  /** Keeps it from saying anything, while it still takes connections. */
  silence(): void;
  unsilence(): void;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Debian's redis-server, or whatever has that name, on the loopback address. */
export async function openTestRedis(): Promise<TestRedis> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-redis-"));
  const port = await freePort();
  const options = { port, bind: "127.0.0.1", dir: directory, save: "", appendonly: "no", "maxmemory-policy": "noeviction" };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let server: ChildProcess | undefined;
  const start = async () => {
    server = await launch(args);
  };
  const kill = async () => {
    const ended = server && once(server, "exit");
    server?.kill("SIGKILL");
    await ended;
    server = undefined;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    silence: () => void server?.kill("SIGSTOP"),
    unsilence: () => void server?.kill("SIGCONT"),
    async close() {
      await kill();
      await rm(directory, { recursive: true });
    },
  };
}

/** Resolves once the server takes connections. */
function launch(args: readonly string[]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    server.once("error", (cause) =>
      reject(new Error("redis-server is not installed (on Debian: apt-get install redis-server)", { cause })),
    );
    server.once("exit", () => reject(new Error(`redis-server ended:\n${output}`)));
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("Ready to accept connections")) resolve(server);
    });
  });
}
