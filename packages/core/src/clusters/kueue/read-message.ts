import { amountOf } from "../objects/quantity.ts";

/** A fact that Kueue states about a workload which it does not admit, read from the message of its condition QuotaReserved. */
export type AdmissionFact =
  | { readonly kind: "short"; readonly resource: string; readonly flavor: string; readonly missing: number }
  | { readonly kind: "never-fits"; readonly resource: string; readonly flavor: string; readonly asked: number; readonly maximum: number }
  | { readonly kind: "uncovered"; readonly resource: string }
  | { readonly kind: "preempting"; readonly workloads: number }
  | { readonly kind: "no-local-queue"; readonly queue: string }
  | { readonly kind: "no-cluster-queue"; readonly queue: string }
  | { readonly kind: "stopped"; readonly level: "LocalQueue" | "ClusterQueue"; readonly queue: string }
  | { readonly kind: "inactive"; readonly level: "LocalQueue" | "ClusterQueue"; readonly queue: string }
  | { readonly kind: "namespace-refused" }
  | { readonly kind: "taint"; readonly flavor: string }
  | { readonly kind: "other-nodes"; readonly flavor: string }
  | { readonly kind: "topology"; readonly topology: string; readonly fitting: number; readonly of: number | null }
  | { readonly kind: "limits"; readonly text: string }
  | { readonly kind: "checks-failed" };

type Reader = (parts: readonly string[]) => AdmissionFact;
const part = (parts: readonly string[], index: number): string => parts[index] ?? "";
const levelOf = (text: string): "LocalQueue" | "ClusterQueue" => (text === "LocalQueue" ? "LocalQueue" : "ClusterQueue");

// The texts of Kueue 0.18, in pkg/scheduler and pkg/controller/core/workload_controller.go.
const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    /insufficient unused quota for (\S+) in flavor ([^\s,]+), (\S+) more needed/g,
    (parts) => ({ kind: "short", resource: part(parts, 1), flavor: part(parts, 2), missing: amountOf(part(parts, 3)) }),
  ],
  [
    /insufficient quota for (\S+) in flavor ([^\s,]+), previously considered podsets requests \((\S+?)\) \+ current podset request \((\S+?)\) > maximum capacity \((\S+?)\)/g,
    (parts) => ({
      kind: "never-fits",
      resource: part(parts, 1),
      flavor: part(parts, 2),
      asked: amountOf(part(parts, 3)) + amountOf(part(parts, 4)),
      maximum: amountOf(part(parts, 5)),
    }),
  ],
  [/resource (\S+) unavailable in ClusterQueue/g, (parts) => ({ kind: "uncovered", resource: part(parts, 1) })],
  [/Pending the preemption of (\d+) workload/g, (parts) => ({ kind: "preempting", workloads: Number(part(parts, 1)) })],
  [/^LocalQueue (\S+) doesn't exist/g, (parts) => ({ kind: "no-local-queue", queue: part(parts, 1) })],
  [/^ClusterQueue (\S+) (?:not found|doesn't exist)/g, (parts) => ({ kind: "no-cluster-queue", queue: part(parts, 1) })],
  [
    /^(?:The )?(LocalQueue|ClusterQueue) ?(\S*) is stopped/g,
    (parts) => ({ kind: "stopped", level: levelOf(part(parts, 1)), queue: part(parts, 2) }),
  ],
  [
    /^(LocalQueue|ClusterQueue) (\S+) is inactive/g,
    (parts) => ({ kind: "inactive", level: levelOf(part(parts, 1)), queue: part(parts, 2) }),
  ],
  [/namespace doesn't match ClusterQueue selector/g, () => ({ kind: "namespace-refused" })],
  [/untolerated taint .*? in flavor ([^\s,]+)/g, (parts) => ({ kind: "taint", flavor: part(parts, 1) })],
  [/flavor (\S+) doesn't match node affinity/g, (parts) => ({ kind: "other-nodes", flavor: part(parts, 1) })],
  [
    /topology "([^"]+)" allows to fit only (\d+) out of (\d+)/g,
    (parts) => ({ kind: "topology", topology: part(parts, 1), fitting: Number(part(parts, 2)), of: Number(part(parts, 3)) }),
  ],
  [
    /topology "([^"]+)" doesn't allow to fit(?: any of (\d+))?/g,
    (parts) => ({ kind: "topology", topology: part(parts, 1), fitting: 0, of: parts[2] === undefined ? null : Number(parts[2]) }),
  ],
  [
    /^resources (?:validation failed|didn't satisfy LimitRange constraints): (.*)$/gs,
    (parts) => ({ kind: "limits", text: part(parts, 1) }),
  ],
  [/failed admission checks/g, () => ({ kind: "checks-failed" })],
];

/** Every fact in a message, in the order in which the kinds are tried; none where Kueue says something unknown. */
export const readAdmissionMessage = (message: string): AdmissionFact[] =>
  readers.flatMap(([pattern, read]) => [...message.matchAll(pattern)].map((parts) => read(parts)));
