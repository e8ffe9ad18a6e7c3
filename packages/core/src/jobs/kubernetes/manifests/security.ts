import type { AttemptPlan } from "./attempt-plan.ts";

/** Nobody in particular: images need not know it, for its home and everything it writes to are volumes. */
const user = 1000;

/** Of a pod, as the restricted standard of pod security wants it. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/** Of every container. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;

/** Devices of remote memory access pin memory, which takes a capability that no other job gets. */
export const commandSecurity = ({ usesRdma }: AttemptPlan) =>
  usesRdma ? { ...containerSecurity, capabilities: { drop: ["ALL"], add: ["IPC_LOCK"] } } : containerSecurity;
