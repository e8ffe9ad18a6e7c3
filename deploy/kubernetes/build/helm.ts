import type { Product } from "./cache.ts";
import { compiling, findGo } from "./go.ts";
import { run } from "./run.ts";

const version = "v3.22.0";

/** `helm`, by which the chart is rendered and installed. */
export const helm: Product = { name: "helm", sources: ["build/helm.ts"], make: build };

async function build(directory: string): Promise<void> {
  const began = Date.now();
  // Without these it would not know its own version, and take a cluster that it does not ask for an older one.
  const stamps = [
    `internal/version.version=${version}`,
    "pkg/chartutil.k8sVersionMajor=1",
    "pkg/chartutil.k8sVersionMinor=37",
    "pkg/lint/rules.k8sVersionMajor=1",
    "pkg/lint/rules.k8sVersionMinor=37",
  ];
  const flags = ["-s", "-w", ...stamps.map((stamp) => `-X helm.sh/helm/v3/${stamp}`)].join(" ");
  const env = { ...compiling, GOBIN: directory };
  await run(await findGo(), ["install", "-ldflags", flags, `helm.sh/helm/v3/cmd/helm@${version}`], { env });
  console.error(`built helm in ${((Date.now() - began) / 1000).toFixed(0)} s`);
}
