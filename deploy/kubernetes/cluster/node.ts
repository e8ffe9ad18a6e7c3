import { writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../../../packages/db/src/free-port.ts";
import { podNetwork } from "./bridge.ts";
import { homeOf, socketOf, startContainerRuntime } from "./container-runtime.ts";
import { bridgeAddress, isServed, kubectl, type Layout } from "./layout.ts";
import { launch, until } from "./processes.ts";

const name = "real";
// The kubelet looks there, whatever its root directory is.
const devicePlugins = "/var/lib/kubelet/device-plugins";

/** Makes this machine a node on which containers really run, with accelerators that do not exist; ends when it is Ready. */
export async function startNode(layout: Layout, { gpus, images }: { gpus: number; images: string }): Promise<void> {
  const { dir, kubeconfig } = layout;
  const kube = (program: string, args: readonly string[], isGraceful: boolean) =>
    launch(dir, { name: program, command: [path.join(layout.programs, "kube"), program, ...args], isGraceful });
  kube("dns", [kubeconfig, `${bridgeAddress}:53`], false);
  await startContainerRuntime(dir, images);
  kube("kubelet", await kubeletFlags(layout), true);
  kube("kube-proxy", await proxyFlags(kubeconfig), true);
  if (gpus > 0) kube("fake-gpu", [devicePlugins, "nvidia.com/gpu", String(gpus)], false);
  await until(dir, "the node is announced", () => isServed(layout, `/api/v1/nodes/${name}`));
  const isReady = gpus > 0 ? `--for=jsonpath={.status.allocatable.nvidia\\.com/gpu}=${gpus}` : "--for=condition=Ready";
  // A node that was only just announced has no conditions, which waiting for one takes for a mistake.
  const wait = () => kubectl(layout, ["wait", "--for=condition=Ready", `node/${name}`, "--timeout=60s"]);
  await until(dir, "the node is ready", () =>
    wait().then(
      () => true,
      () => false,
    ),
  );
  await kubectl(layout, ["wait", isReady, `node/${name}`, "--timeout=60s"]);
}

async function kubeletFlags({ dir, pki, kubeconfig }: Layout): Promise<string[]> {
  const home = homeOf(dir);
  const config = path.join(home, "kubelet.json");
  const resolvConf = path.join(home, "resolv.conf");
  writeFileSync(resolvConf, `nameserver ${bridgeAddress}\n`);
  const settings = {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: bridgeAddress,
    port: await freePort(),
    healthzBindAddress: "127.0.0.1",
    healthzPort: await freePort(),
    readOnlyPort: 0,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: false }, x509: { clientCAFile: path.join(pki, "ca.crt") } },
    authorization: { mode: "AlwaysAllow" },
    tlsCertFile: path.join(pki, "serving.crt"),
    tlsPrivateKeyFile: path.join(pki, "serving.key"),
    containerRuntimeEndpoint: `unix://${socketOf(dir)}`,
    cgroupDriver: "cgroupfs",
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: [bridgeAddress],
    clusterDomain: "cluster.local",
    podLogsDir: path.join(home, "logs"),
    resolvConf,
    localStorageCapacityIsolation: false,
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "0%", "imagefs.available": "0%" },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    syncFrequency: "10s",
    nodeStatusUpdateFrequency: "4s",
  };
  writeFileSync(config, JSON.stringify(settings));
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${config}`,
    `--root-dir=${path.join(home, "kubelet")}`,
    `--hostname-override=${name}`,
    `--node-ip=${bridgeAddress}`,
    "--node-labels=plumbline.test/node=real",
  ];
}

const proxyFlags = async (kubeconfig: string): Promise<string[]> => [
  `--kubeconfig=${kubeconfig}`,
  "--proxy-mode=nftables",
  `--hostname-override=${name}`,
  `--cluster-cidr=${podNetwork.subnet}`,
  `--healthz-bind-address=127.0.0.1:${await freePort()}`,
  `--metrics-bind-address=127.0.0.1:${await freePort()}`,
  "--conntrack-max-per-core=0",
];
