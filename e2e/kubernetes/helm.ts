import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { placeOf } from "../../deploy/kubernetes/build/cache.ts";
import { helm as helmProgram } from "../../deploy/kubernetes/build/helm.ts";
import { programs } from "../../deploy/kubernetes/build/programs.ts";

/** Of what a chart renders, or a cluster has. */
export interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  readonly data?: Record<string, string>;
  readonly spec?: { readonly template?: { readonly spec: { readonly automountServiceAccountToken?: boolean } } };
}

export const chart = path.resolve(import.meta.dirname, "../../deploy/helm/plumbline");
const kubeconfig = process.env.PLUMBLINE_TEST_KUBECONFIG ?? "";

/** Runs helm with values, and returns what it printed; throws with what it said where it fails. */
export function helm(args: readonly string[], values?: object): string {
  const program = path.join(placeOf(helmProgram), "helm");
  return printed(program, [...args, ...(values ? ["--values", "-"] : [])], values ? stringify(values) : "");
}

/** Runs kubectl as the administrator. */
export function kubectl(args: readonly string[], input = ""): string {
  return printed(path.join(placeOf(programs), "kube"), ["kubectl", ...args], input);
}

/** What the chart makes of values, hooks included. `more`: flags of `helm template`. */
export function render(namespace: string, values: object, more: readonly string[] = []): Rendered[] {
  const text = helm(["template", "plumbline", chart, "--namespace", namespace, ...more], values);
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object !== null);
}

function printed(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, KUBECONFIG: kubeconfig },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${path.basename(program)} ${args.slice(0, 3).join(" ")}: ${stderr}${stdout}`);
  return stdout;
}
