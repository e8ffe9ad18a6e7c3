import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../../../packages/db/src/free-port.ts";
import type { Layout } from "./layout.ts";
import { launch } from "./processes.ts";

const stages = path.resolve(import.meta.dirname, "../kwok-stages.yaml");
const lines = ["step 1 loss 0.9", "step 2 loss 0.5"];

/** Simulates every node that has the label `type=kwok`, and the pods on it: see kwok-stages.yaml for what they do. */
export async function startKwok({ dir, programs, pki, kubeconfig }: Layout): Promise<void> {
  const kubelet = await freePort();
  const log = path.join(dir, "kwok-pod.log");
  writeFileSync(log, lines.map((line) => `${new Date().toISOString()} stdout F ${line}\n`).join(""));
  const config = path.join(dir, "kwok.yaml");
  writeFileSync(config, readFileSync(stages, "utf8").replaceAll("KWOK_LOG", log));
  const flags = [
    `--kubeconfig=${kubeconfig}`,
    `--config=${config}`,
    "--manage-nodes-with-label-selector=type=kwok",
    "--node-ip=127.0.0.1",
    `--node-port=${kubelet}`,
    `--server-address=127.0.0.1:${kubelet}`,
    "--cidr=10.200.0.1/16",
    `--tls-cert-file=${pki}/serving.crt`,
    `--tls-private-key-file=${pki}/serving.key`,
  ];
  launch(dir, { name: "kwok", command: [path.join(programs, "kwok"), ...flags] });
}
