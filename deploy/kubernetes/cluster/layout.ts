import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import path from "node:path";
import { freePort } from "../../../packages/db/src/free-port.ts";
import { TestClusterError } from "../test-cluster-error.ts";

/** The address of the bridge that the pods of the real node are on: there the machine, the API and the names of the cluster are for them. */
export const bridgeAddress = "10.201.0.1";

export interface Layout {
  /** Holds everything of one cluster. */
  readonly dir: string;
  /** Where the programs were built. */
  readonly programs: string;
  readonly pki: string;
  readonly kubeconfig: string;
  /** What the API server listens on. */
  readonly address: string;
  readonly port: number;
}

/** An empty directory with certificates and a kubeconfig of the administrator. */
export async function layOut({
  dir,
  programs,
  address,
  port,
}: Pick<Layout, "dir" | "programs" | "address"> & { port?: number }): Promise<Layout> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(path.join(dir, "logs"), { recursive: true });
  const pki = path.join(dir, "pki");
  execFileSync(path.join(programs, "kube"), ["certs", pki, bridgeAddress]);
  const layout = { dir, programs, pki, kubeconfig: path.join(dir, "kubeconfig"), address, port: port ?? (await freePort()) };
  writeFileSync(layout.kubeconfig, JSON.stringify(kubeconfigOf(layout), null, 1), { mode: 0o600 });
  return layout;
}

export const serverOf = ({ address, port }: Pick<Layout, "address" | "port">): string => `https://${address}:${port}`;
export const base64 = ({ pki }: Pick<Layout, "pki">, file: string): string => readFileSync(path.join(pki, file)).toString("base64");

function kubeconfigOf(layout: Layout): object {
  const user = { "client-certificate-data": base64(layout, "admin.crt"), "client-key-data": base64(layout, "admin.key") };
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    clusters: [{ name: "test", cluster: { server: serverOf(layout), "certificate-authority-data": base64(layout, "ca.crt") } }],
    users: [{ name: "admin", user }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
  };
}

/** Whether the API server answers a path with success. */
export function isServed(layout: Layout, asked: string): Promise<boolean> {
  const [ca, cert, key] = ["ca.crt", "admin.crt", "admin.key"].map((file) => readFileSync(path.join(layout.pki, file)));
  return new Promise((resolve) => {
    const request = get(serverOf(layout) + asked, { ca, cert, key, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once("error", () => resolve(false));
  });
}

/** Runs kubectl as the administrator, with `input` on its standard input. */
export function kubectl({ programs, kubeconfig }: Layout, args: readonly string[], input = ""): Promise<void> {
  const child = spawn(path.join(programs, "kube"), ["kubectl", "--kubeconfig", kubeconfig, ...args], { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  // Where it ends before it has read everything, its status says why.
  child.stdin.on("error", () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => (status === 0 ? resolve() : reject(new TestClusterError(`kubectl ${args[0]} failed: ${said}`))));
  });
}

export const apply = (layout: Layout, manifests: string): Promise<void> =>
  kubectl(layout, ["apply", "--server-side", "-f", "-"], manifests);
