import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../../../packages/db/src/free-port.ts";
import { apply, base64, kubectl, type Layout } from "./layout.ts";
import { launch, until } from "./processes.ts";

const ours = '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kueue-system"}}';
/** Its webhooks for APIs that this cluster has. */
const webhooks = /^\s*name: [mv](job|clusterqueue|cohort|resourceflavor|workload)\.kb\.io$/m;

/** Installs Kueue's definitions and runs its controller beside the cluster; ends when a Job with a queue's label is held back. */
export async function startKueue(layout: Layout): Promise<void> {
  const { dir, programs } = layout;
  const manifests = path.join(programs, "kueue-manifests");
  const definitions = readdirSync(manifests).filter((name) => name !== "webhooks.yaml");
  await apply(layout, definitions.map((name) => readFileSync(path.join(manifests, name), "utf8")).join("\n---\n"));
  // Started before that, it ends with "no matches for kind Workload".
  // Asked for too soon, one that has no conditions at all yet is an error.
  const established = ["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"];
  await until(dir, "Kueue's definitions are known", () =>
    kubectl(layout, established).then(
      () => true,
      () => false,
    ),
  );
  await apply(layout, ours);
  const [webhook, health] = [await freePort(), await freePort()];
  const home = path.join(dir, "kueue");
  const etc = layOutEtc(layout, home);
  const config = path.join(home, "config.json");
  writeFileSync(config, JSON.stringify(configOf({ certificates: path.join(home, "etc/kueue/metrics/certs"), webhook, health })));
  const command = [path.join(programs, "kueue"), `--config=${config}`, "--feature-gates=VisibilityOnDemand=false", "--zap-log-level=2"];
  launch(dir, { name: "kueue", command: [...withEtc(etc), ...command] });
  await until(dir, "Kueue is ready", () =>
    fetch(`http://127.0.0.1:${health}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  await apply(
    layout,
    webhooksAt(readFileSync(path.join(manifests, "webhooks.yaml"), "utf8"), { port: webhook, authority: base64(layout, "ca.crt") }),
  );
}

/** Kueue reads a certificate from /etc/kueue, whatever its configuration says; so it gets an /etc of its own, and needs no right to write there. */
function layOutEtc({ pki }: Layout, home: string): string {
  const etc = path.join(home, "etc");
  const certificates = path.join(etc, "kueue/metrics/certs");
  mkdirSync(certificates, { recursive: true });
  copyFileSync(path.join(pki, "serving.crt"), path.join(certificates, "tls.crt"));
  copyFileSync(path.join(pki, "serving.key"), path.join(certificates, "tls.key"));
  for (const file of ["hosts", "resolv.conf", "nsswitch.conf"].filter((name) => existsSync(path.join("/etc", name))))
    cpSync(path.join("/etc", file), path.join(etc, file), { dereference: true });
  return etc;
}

function withEtc(etc: string): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  return ["unshare", "--mount", ...asRoot, "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', etc];
}

function configOf({ certificates, webhook, health }: { certificates: string; webhook: number; health: number }): object {
  return {
    apiVersion: "config.kueue.x-k8s.io/v1beta2",
    kind: "Configuration",
    namespace: "kueue-system",
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
    metrics: { bindAddress: "0" },
    webhook: { host: "127.0.0.1", port: webhook, certDir: certificates },
    leaderElection: { leaderElect: false },
    internalCertManagement: { enable: false },
    clientConnection: { qps: 200, burst: 400 },
    integrations: { frameworks: ["batch/job"] },
  };
}

/** The webhooks that this cluster needs, called at an address in place of a Service. */
function webhooksAt(manifests: string, { port, authority }: { port: number; authority: string }): string {
  const service = /service:\n\s+name: .*\n\s+namespace: .*\n\s+path: (.*)/g;
  return manifests
    .split(/^---$/m)
    .filter((text) => text.trim())
    .map((text) => {
      const [head = "", ...hooks] = text.split(/^(?=- admissionReviewVersions:)/m);
      return head + hooks.filter((hook) => webhooks.test(hook)).join("");
    })
    .join("---\n")
    .replace(service, (_, place: string) => `url: https://127.0.0.1:${port}${place}\n    caBundle: ${authority}`);
}
