import type { Operand } from "#src/command.ts";

export const clusterOperand: Operand = { name: "CLUSTER", help: "name by which the cluster is registered" };
