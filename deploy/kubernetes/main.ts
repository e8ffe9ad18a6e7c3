import { spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { parseArgs } from "node:util";
import { isMade, make, placeOf } from "./build/cache.ts";
import { helm } from "./build/helm.ts";
import { writeImage } from "./build/image-archive.ts";
import { images } from "./build/images.ts";
import { programs } from "./build/programs.ts";
import { importImage } from "./cluster/container-runtime.ts";
import { startCluster } from "./cluster/start.ts";
import { killProcess, startProcess, stopCluster } from "./cluster/stop.ts";
import { TestClusterError } from "./test-cluster-error.ts";

const usage = `usage: npm run -s cluster -- COMMAND
  build                           builds programs and images, once for each content of their sources
  check                           whether they are built
  start DIR [--kwok] [--kueue] [--node GPUS] [--port N]
                                  starts a cluster; its kubeconfig is DIR/kubeconfig, its logs are in DIR/logs
  run DIR [the same]              the same, and stops it when standard input ends or on SIGINT or SIGTERM;
                                  waits while another cluster has the machine's real node
  stop DIR                        ends all of it
  restart DIR PROCESS             ends one process as a crash would, and starts it once more
  kubectl DIR ARGUMENTS           kubectl as the administrator
  image NAME DIRECTORY FILE       writes an image archive with the content of a directory
  load DIR FILE                   gives the real node an image archive`;

/** Suites of two checkouts may run at the same time. */
const longestWaitMs = 600_000;

const [command = "", ...rest] = process.argv.slice(2);
const place = (name = ""): string => {
  if (name === "") throw new TestClusterError(usage);
  return path.resolve(name);
};

async function start(args: string[], wait = AbortSignal.abort()): Promise<string> {
  const options = { kwok: { type: "boolean" }, kueue: { type: "boolean" }, node: { type: "string" }, port: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const dir = place(positionals[0]);
  const [gpus, port] = [values.node, values.port].map((text) => (text === undefined ? undefined : Number(text)));
  const started = await startCluster(dir, { hasKwok: values.kwok ?? false, hasKueue: values.kueue ?? false, gpus, port, wait });
  console.log(JSON.stringify(started));
  return dir;
}

async function runUntilEnd(args: string[]): Promise<void> {
  const over = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => over.abort());
  process.stdin.once("close", () => over.abort()).resume();
  const dir = await start(args, AbortSignal.any([over.signal, AbortSignal.timeout(longestWaitMs)]));
  if (!over.signal.aborted) await once(over.signal, "abort");
  await stopCluster(dir);
  process.exit();
}

const commands: Readonly<Record<string, (args: string[]) => unknown>> = {
  build: async () => {
    for (const product of [programs, images, helm]) console.log(await make(product));
  },
  check: () => {
    const lacking = [programs, images, helm].filter((product) => !isMade(product));
    if (lacking.length > 0)
      throw new TestClusterError(`not built: ${lacking.map((product) => path.basename(placeOf(product))).join(", ")}`);
  },
  start: (args) => start(args),
  run: runUntilEnd,
  stop: ([dir]) => stopCluster(place(dir)),
  restart: async ([dir, name = ""]) => {
    await killProcess(place(dir), name);
    startProcess(place(dir), name);
  },
  kubectl: ([dir, ...args]) => {
    const kubeconfig = path.join(place(dir), "kubeconfig");
    const { status } = spawnSync(path.join(placeOf(programs), "kube"), ["kubectl", "--kubeconfig", kubeconfig, ...args], {
      stdio: "inherit",
    });
    process.exitCode = status ?? 1;
  },
  image: ([name = "", root, file]) => writeImage({ name, root: place(root) }, place(file)),
  load: ([dir, file]) => importImage(place(dir), place(file)),
};

try {
  const asked = commands[command];
  if (!asked) throw new TestClusterError(usage);
  await asked(rest);
} catch (error) {
  console.error(error instanceof TestClusterError ? error.message : error);
  // What is listened for must not keep a keeper alive that has nothing to keep.
  process.exit(1);
}
