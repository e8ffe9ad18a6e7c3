import path from "node:path";
import { freePort } from "../../../packages/db/src/free-port.ts";
import { bridgeAddress, isServed, type Layout } from "./layout.ts";
import { launch, until } from "./processes.ts";

/** Starts etcd, API server, controller manager and scheduler; ends when pods may be created. */
export async function startControlPlane(layout: Layout): Promise<void> {
  const { dir } = layout;
  const kube = (name: string, args: readonly string[]) =>
    launch(dir, { name, command: [path.join(layout.programs, "kube"), name, ...args] });
  const [client, peer, controllers, scheduler] = [await freePort(), await freePort(), await freePort(), await freePort()];
  kube("etcd", etcdFlags(dir, { client: `http://127.0.0.1:${client}`, peer: `http://127.0.0.1:${peer}` }));
  kube("kube-apiserver", [`--etcd-servers=http://127.0.0.1:${client}`, ...apiFlags(layout)]);
  await until(dir, "the API server is ready", () => isServed(layout, "/readyz"));
  kube("kube-controller-manager", [...controllerFlags(layout), `--secure-port=${controllers}`]);
  kube("kube-scheduler", [...componentFlags(layout), `--secure-port=${scheduler}`]);
  // Pods are refused until the controller manager has made the service account.
  await until(dir, "the controllers work", () => isServed(layout, "/api/v1/namespaces/default/serviceaccounts/default"));
}

function etcdFlags(dir: string, { client, peer }: { client: string; peer: string }): string[] {
  return [
    "--name=test",
    `--data-dir=${path.join(dir, "etcd")}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=test=${peer}`,
  ];
}

function apiFlags({ pki, address, port }: Layout): string[] {
  return [
    `--bind-address=${address}`,
    `--secure-port=${port}`,
    // Pods reach the API at the bridge; an address of the loopback interface may not be announced to them.
    ...(address === bridgeAddress ? [`--advertise-address=${address}`] : ["--endpoint-reconciler-type=none"]),
    `--tls-cert-file=${pki}/serving.crt`,
    `--tls-private-key-file=${pki}/serving.key`,
    `--client-ca-file=${pki}/ca.crt`,
    `--kubelet-client-certificate=${pki}/admin.crt`,
    `--kubelet-client-key=${pki}/admin.key`,
    "--kubelet-preferred-address-types=InternalIP",
    `--service-account-key-file=${pki}/sa.pub`,
    `--service-account-signing-key-file=${pki}/sa.key`,
    "--service-account-issuer=https://kubernetes.default.svc",
    "--service-cluster-ip-range=10.96.0.0/16",
    "--authorization-mode=Node,RBAC",
    "--allow-privileged=true",
    "--enable-priority-and-fairness=false",
    "--profiling=false",
  ];
}

const componentFlags = ({ kubeconfig }: Layout): string[] => [
  `--kubeconfig=${kubeconfig}`,
  "--bind-address=127.0.0.1",
  "--leader-elect=false",
  "--profiling=false",
];

const controllerFlags = (layout: Layout): string[] => [
  ...componentFlags(layout),
  `--service-account-private-key-file=${layout.pki}/sa.key`,
  `--root-ca-file=${layout.pki}/ca.crt`,
  "--use-service-account-credentials=false",
  "--node-monitor-grace-period=40s",
];
