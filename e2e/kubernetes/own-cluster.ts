import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { listProcesses } from "../../deploy/kubernetes/cluster/processes.ts";
import { killProcess, startProcess } from "../../deploy/kubernetes/cluster/stop.ts";
import { eventually } from "../faults/server.ts";
import { cluster, directory } from "./test-cluster.ts";

/** Ends the API server as a crash would. */
export const killApiServer = (): Promise<void> => killProcess(own(), "kube-apiserver");

/** Starts it once more, and waits until it answers. */
export async function startApiServer(): Promise<void> {
  startProcess(own(), "kube-apiserver");
  await eventually("the API server answers", () =>
    cluster.version().then(
      () => true,
      () => false,
    ),
  );
}

/** Makes the cluster forget every state but that of now, as it does by itself every five minutes. */
export async function forgetHistory(): Promise<void> {
  const { header } = (await etcd("maintenance/status")) as { header: { revision: string } };
  await etcd("kv/compaction", { revision: header.revision, physical: true });
}

async function etcd(question: string, body: object = {}): Promise<unknown> {
  const command = listProcesses(own()).find(({ name }) => name === "etcd")?.command ?? [];
  const address = command.find((flag) => flag.startsWith("--listen-client-urls="))?.split("=")[1];
  const answer = await fetch(`${address}/v3/${question}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`etcd answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Runs kubectl, which is in the same program as the API server, as the administrator. */
export async function kubectl(...args: readonly string[]): Promise<void> {
  const program = listProcesses(own()).find(({ name }) => name === "kube-apiserver")?.command[0];
  if (program === undefined) throw new Error("the API server was not started here");
  await promisify(execFile)(program, ["kubectl", "--kubeconfig", path.join(own(), "kubeconfig"), ...args]);
}

function own(): string {
  if (!directory) throw new Error("only processes of the test cluster's own are ended");
  return directory;
}
