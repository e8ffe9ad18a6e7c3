import type { SecretPlace } from "../kernel/index.ts";

/** Where a cluster's credentials are sealed to. */
export const secretPlace = (clusterId: string): SecretPlace => ({ column: "cluster.kubeconfig", workspaceId: null, rowId: clusterId });
