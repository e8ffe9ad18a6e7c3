import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { TestClusterError } from "../test-cluster-error.ts";
import { bridgeAddress } from "./layout.ts";
import { isAlive, listProcesses, type Running, thisProcess } from "./processes.ts";

const bridge = "plumb0";
const holder = "/run/plumbline-test-node";

/** The network of the pods. A machine has room for one real node, since a kubelet's folder of device plugins cannot be moved. */
export const podNetwork = { bridge, subnet: "10.201.0.0/24", first: "10.201.0.10", gateway: bridgeAddress } as const;

/** Who has the machine's one real node: a cluster, and the process that starts it while nothing of it runs yet. */
interface Holder {
  readonly dir: string;
  readonly starter: Running;
}

/** Takes the place of the machine's one real node for the cluster in `dir`, waiting for it until `wait` is aborted, and makes the bridge. */
export async function makeBridge(dir: string, wait: AbortSignal): Promise<void> {
  let other = otherHolder(dir);
  if (other && !wait.aborted) console.error(`waiting for the machine's one real node, which the cluster in ${other} has`);
  while (other && !wait.aborted) {
    await delay(500);
    other = otherHolder(dir);
  }
  if (other) throw new TestClusterError(`this machine's one real node belongs to the cluster in ${other}: use that one, or stop it`);
  claim({ dir, starter: thisProcess() });
  if (!existsSync(`/sys/class/net/${bridge}`)) ip("link", "add", bridge, "type", "bridge");
  ip("addr", "replace", `${bridgeAddress}/24`, "dev", bridge);
  ip("link", "set", bridge, "up");
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
}

/** Removes the bridge, if it is that of the cluster in `dir`. */
export function removeBridge(dir: string): void {
  if (holderOf()?.dir !== dir) return;
  if (existsSync(`/sys/class/net/${bridge}`)) ip("link", "delete", bridge);
  rmSync(holder);
}

/** The directory of another cluster that has the node. */
function otherHolder(dir: string): string | undefined {
  const other = holderOf();
  const isHeld = other && other.dir !== dir && [other.starter, ...listProcesses(other.dir)].some(isAlive);
  return isHeld ? other.dir : undefined;
}

function claim(mine: Holder): void {
  rmSync(holder, { force: true });
  // Whoever comes at the same time fails here.
  writeFileSync(holder, JSON.stringify(mine), { flag: "wx" });
}

const holderOf = (): Holder | undefined => (existsSync(holder) ? (JSON.parse(readFileSync(holder, "utf8")) as Holder) : undefined);

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "inherit"] });
}
