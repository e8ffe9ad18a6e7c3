import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Product } from "./cache.ts";
import { compiling, findGo } from "./go.ts";
import { run } from "./run.ts";

const here = path.resolve(import.meta.dirname, "..");

/** `kube`, `pause`, `kwok` and `kueue` with the manifests that Kueue comes with. */
export const programs: Product = { name: "programs", sources: ["module", "module-kueue", "build/programs.ts"], make: build };

async function build(directory: string): Promise<void> {
  const program = await findGo();
  const go = (module: string, args: readonly string[]) => run(program, args, { cwd: path.join(here, module), env: compiling });
  const link = async (module: string, name: string, { from, flags = "" }: { from: string; flags?: string }) => {
    const began = Date.now();
    await go(module, ["build", "-o", path.join(directory, name), "-ldflags", `-s -w ${flags}`.trim(), from]);
    console.error(`built ${name} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  };
  const version = (await go("module", ["list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes"])).trim();
  // Without these it would call itself v0.0.0.
  const stamps = ["component-base/version", "client-go/pkg/version"].map((name) => `-X k8s.io/${name}.gitVersion=${version}`);
  await link("module", "kube", { from: ".", flags: stamps.join(" ") });
  await link("module", "pause", { from: "./pause" });
  await link("module", "kwok", { from: "sigs.k8s.io/kwok/cmd/kwok" });
  await link("module-kueue", "kueue", { from: "sigs.k8s.io/kueue/cmd/kueue" });
  const source = (await go("module-kueue", ["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kueue"])).trim();
  copyManifests(path.join(source, "config/components"), path.join(directory, "kueue-manifests"));
}

function copyManifests(from: string, to: string): void {
  mkdirSync(to);
  const definitions = path.join(from, "crd/bases");
  for (const name of readdirSync(definitions)) copyFileSync(path.join(definitions, name), path.join(to, name));
  copyFileSync(path.join(from, "webhook/manifests.yaml"), path.join(to, "webhooks.yaml"));
}
