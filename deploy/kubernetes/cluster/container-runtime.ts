import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { imageNames } from "../build/images.ts";
import { podNetwork } from "./bridge.ts";
import { launch, until } from "./processes.ts";

export const homeOf = (dir: string): string => path.join(dir, "node");
export const socketOf = (dir: string): string => path.join(homeOf(dir), "containerd.sock");

/** Starts containerd with a root, a socket and a network configuration of its own, and gives it the archives in a directory. */
export async function startContainerRuntime(dir: string, archives: string): Promise<void> {
  const home = homeOf(dir);
  mkdirSync(path.join(home, "cni"), { recursive: true });
  writeFileSync(path.join(home, "cni", "10-plumbline.conflist"), JSON.stringify(networkOf(home)));
  const config = path.join(home, "containerd.toml");
  writeFileSync(config, configOf(home, socketOf(dir)));
  launch(dir, { name: "containerd", command: ["containerd", "--config", config], isGraceful: true });
  await until(dir, "containerd answers", () => ctr(dir, ["version"]) !== "");
  for (const archive of readdirSync(archives)) importImage(dir, path.join(archives, archive));
}

/** Makes an image known to the node. */
export function importImage(dir: string, archive: string): void {
  const args = ["--address", socketOf(dir), "-n", "k8s.io", "images", "import", "--all-platforms", archive];
  execFileSync("ctr", args, { stdio: ["ignore", "ignore", "inherit"] });
}

/** Containers do not end with containerd: they are ended before it, and their network namespaces removed. */
export function endContainers(dir: string): void {
  for (const id of lines(ctr(dir, ["tasks", "ls", "-q"]))) ctr(dir, ["tasks", "rm", "-f", id]);
  for (const id of lines(ctr(dir, ["containers", "ls", "-q"]))) {
    const namespace = /"\/var\/run\/netns\/(cni-[\w-]+)"/.exec(ctr(dir, ["containers", "info", id]))?.[1];
    if (namespace) attempt("ip", ["netns", "delete", namespace]);
    ctr(dir, ["containers", "rm", id]);
  }
}

/** Unmounts what was mounted for pods: volumes and root file systems. */
export function unmountAll(dir: string): void {
  const places = lines(readFileSync("/proc/mounts", "utf8")).map((line) => line.split(" ")[1] ?? "");
  for (const place of places.filter((each) => each.startsWith(`${dir}/`)).reverse()) attempt("umount", ["-l", place]);
}

export function removeServiceRules(): void {
  for (const family of ["ip", "ip6"]) attempt("nft", ["delete", "table", family, "kube-proxy"]);
}

const lines = (text: string): string[] => text.split("\n").filter(Boolean);
const ctr = (dir: string, args: readonly string[]): string => attempt("ctr", ["--address", socketOf(dir), "-n", "k8s.io", ...args]);

/** What a program printed; nothing where it failed, since what it was to end may have ended by itself. */
function attempt(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

/** A bridge without masquerading: nothing of a pod leaves the machine. */
function networkOf(home: string): object {
  const { bridge, subnet, first, gateway } = podNetwork;
  const ranges = [[{ subnet, rangeStart: first, gateway }]];
  const ipam = { type: "host-local", dataDir: path.join(home, "ipam"), ranges, routes: [{ dst: "0.0.0.0/0" }] };
  const plugin = { type: "bridge", bridge, isGateway: true, hairpinMode: true, ipMasq: false, ipam };
  return { cniVersion: "1.0.0", name: "plumbline", plugins: [plugin] };
}

const configOf = (home: string, socket: string): string => `version = 2
root = "${home}/containerd"
state = "${home}/run"
[grpc]
  address = "${socket}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${home}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${imageNames.pause}"
  disable_tcp_service = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${home}/cni"
`;
