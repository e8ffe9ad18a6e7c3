import type { AttemptPlan } from "./attempt-plan.ts";
import type { EnvVariable } from "./env-variable.ts";

const port = 29_500;
/** A pod's number among those of its Job, as Kubernetes writes it on the pod. */
const rankField = { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } } as const;

/** Name of a node within the namespace: the headless Service of the attempt stands behind it. */
const hostOf = ({ name }: Pick<AttemptPlan, "name">, rank: number): string => `${name}-${rank}.${name}`;

export const hostsOf = (plan: AttemptPlan): string[] => Array.from({ length: plan.spec.nodes }, (_, rank) => hostOf(plan, rank));

const rankOf = ({ spec }: AttemptPlan, name: string): EnvVariable =>
  spec.nodes > 1 ? { name, valueFrom: rankField } : { name, value: "0" };

/** By which the platform knows one node of a job from another. */
export const rankVariable = (plan: AttemptPlan): EnvVariable => rankOf(plan, "PLUMBLINE_RANK");

/**
 * How the nodes of a job find each other. `torchrun` takes what begins with PET_ for its options; programs without it read
 * MASTER_ADDR and their rank; MPI-style launchers read the list of hosts.
 */
export function rendezvousEnv(plan: AttemptPlan): EnvVariable[] {
  const { nodes, processesPerNode } = plan.spec;
  const master = nodes > 1 ? hostOf(plan, 0) : "localhost";
  const rank = (name: string) => rankOf(plan, name);
  return [
    { name: "MASTER_ADDR", value: master },
    { name: "MASTER_PORT", value: String(port) },
    { name: "WORLD_SIZE", value: String(nodes * processesPerNode) },
    { name: "LOCAL_WORLD_SIZE", value: String(processesPerNode) },
    rank("NODE_RANK"),
    // With several processes on a node each has a rank of its own, which only what starts them can know.
    ...(processesPerNode === 1 ? [rank("RANK")] : []),
    { name: "PET_NNODES", value: String(nodes) },
    { name: "PET_NPROC_PER_NODE", value: String(processesPerNode) },
    { name: "PET_MASTER_ADDR", value: master },
    { name: "PET_MASTER_PORT", value: String(port) },
    rank("PET_NODE_RANK"),
    rankVariable(plan),
    { name: "PLUMBLINE_NODES", value: String(nodes) },
    {
      name: "PLUMBLINE_HOSTS",
      value:
        nodes > 1
          ? hostsOf(plan)
              .map((host) => `${host}:${processesPerNode}`)
              .join(",")
          : `localhost:${processesPerNode}`,
    },
  ];
}
