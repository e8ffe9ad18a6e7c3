import type { AttemptPlan } from "./attempt-plan.ts";

/** Told apart from everything else in a cluster. */
export const managedBy = { "app.kubernetes.io/managed-by": "plumbline" } as const;
export const attemptLabel = "plumbline.io/attempt-name";
/** Says that no launcher tells what the command prints: it is read from the pod. */
export const podLogLabel = "plumbline.io/log";

/** On everything of an attempt. */
export const attemptLabels = (plan: Pick<AttemptPlan, "name" | "workspaceId" | "jobId" | "attempt" | "spec">): Record<string, string> => ({
  ...managedBy,
  "plumbline.io/workspace": String(plan.workspaceId),
  "plumbline.io/job": plan.jobId,
  "plumbline.io/attempt": String(plan.attempt),
  [attemptLabel]: plan.name,
  ...(plan.spec.launcher ? {} : { [podLogLabel]: "pod" }),
});
