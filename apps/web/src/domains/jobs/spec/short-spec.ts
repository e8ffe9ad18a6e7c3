import type { JobSpec } from "@plumbline/contracts/jobs/spec";

/** What a spec says where it says nothing; a test holds it against the schema. */
const defaults: Omit<JobSpec, "name" | "command"> = {
  kind: "training",
  launcher: true,
  env: {},
  secrets: {},
  inputs: [],
  mounts: [],
  resources: { cpu: 1, memory: "2Gi", disk: "10Gi" },
  nodes: 1,
  processesPerNode: 1,
  topology: "any",
  priority: "normal",
  timeLimit: "24h",
  retries: { userFailure: 0, outOfMemory: 0, infrastructure: 3, preempted: 10, backoffSeconds: 10 },
  experiment: "Default",
  tags: {},
};

/** In which order people read a spec. */
const order: readonly (keyof JobSpec)[] = [
  "name",
  "kind",
  "runtime",
  "image",
  "source",
  "command",
  "launcher",
  "env",
  "secrets",
  "inputs",
  "mounts",
  "resources",
  "nodes",
  "processesPerNode",
  "topology",
  "priority",
  "timeLimit",
  "retries",
  "checkpoint",
  "experiment",
  "tags",
  "cluster",
];

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Without what is as it would be anyway; undefined where nothing is left. */
function differing(value: unknown, usual: unknown): unknown {
  if (!(isPlain(value) && isPlain(usual))) return isSame(value, usual) ? undefined : value;
  const left = Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
    const kept = differing(each, usual[name]);
    return kept === undefined ? [] : [[name, kept]];
  });
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** A spec as people write it: what they would leave out is left out. It means the same. */
export function shortSpec(spec: JobSpec): Plain {
  const usual: Plain = { ...defaults };
  return Object.fromEntries(
    order.flatMap((name): [string, unknown][] => {
      const kept = spec[name] === undefined ? undefined : differing(spec[name], usual[name]);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}
