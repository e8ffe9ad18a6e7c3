import { rmSync } from "node:fs";
import path from "node:path";
import { TestClusterError } from "../test-cluster-error.ts";
import { removeBridge } from "./bridge.ts";
import { endContainers, removeServiceRules, unmountAll } from "./container-runtime.ts";
import { end, launch, listProcesses, type Process } from "./processes.ts";

/** Ends what runs in a directory and removes what it left on the machine; the logs stay. */
export async function stopCluster(dir: string): Promise<void> {
  const processes = listProcesses(dir);
  const hasNode = processes.some(({ name }) => name === "containerd");
  // Whoever needs the API server goes first, etcd last.
  for (const each of processes.toReversed()) {
    if (each.name === "containerd") endContainers(dir);
    await end(each);
  }
  if (hasNode) {
    unmountAll(dir);
    removeServiceRules();
  }
  if (processes.length > 0) removeBridge(dir);
  rmSync(path.join(dir, "processes.json"), { force: true });
}

/** Ends one process of a cluster as a crash would. */
export async function killProcess(dir: string, name: string): Promise<void> {
  await end({ ...find(dir, name), isGraceful: false });
}

/** Starts one process of a cluster once more. */
export function startProcess(dir: string, name: string): void {
  launch(dir, find(dir, name));
}

function find(dir: string, name: string): Process {
  const processes = listProcesses(dir);
  const found = processes.find((each) => each.name === name);
  if (!found) throw new TestClusterError(`no process is called ${name}: ${processes.map((each) => each.name).join(", ")}`);
  return found;
}
