import { containerNames } from "../observation/objects-of-attempt.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import { commandContainer, initContainers } from "./containers.ts";
import { attemptLabels } from "./labels.ts";
import { placementOf, queueLabels, topologyAnnotations } from "./placement.ts";
import { podSecurity } from "./security.ts";
import { volumesOf } from "./volumes.ts";

/** After the command's grace the launcher has so long to deliver what is left, and the kubelet to end the container. */
const graceMarginSeconds = 35;
/** And so long to keep the last checkpoint. */
const checkpointSeconds = 30;

/**
 * The Job of an attempt: one try of all its pods. Whatever ends a pod ends the Job, and what that means is told from the pod:
 * another try is another attempt. Where there is Kueue, it is suspended until that admits it.
 */
export function jobManifest(plan: AttemptPlan) {
  const { nodes } = plan.spec;
  const labels = attemptLabels(plan);
  return {
    metadata: {
      name: plan.name,
      namespace: plan.site.namespace,
      labels: { ...labels, ...queueLabels(plan) },
      annotations: { "plumbline.io/title": plan.title },
    },
    spec: {
      suspend: plan.site.queue !== null,
      parallelism: nodes,
      completions: nodes,
      completionMode: nodes > 1 ? "Indexed" : "NonIndexed",
      backoffLimit: 0,
      podReplacementPolicy: "Failed",
      podFailurePolicy,
      activeDeadlineSeconds: plan.timeLimitSeconds,
      ttlSecondsAfterFinished: plan.site.settings.keepEndedSeconds,
      template: { metadata: { labels, annotations: topologyAnnotations(plan) }, spec: podSpec(plan) },
    },
  };
}

/** The first rule that fits says whose fault it was: a node's or the cluster's before the program's, which often dies of it. */
const podFailurePolicy = {
  rules: [
    { action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    { action: "FailJob", onExitCodes: { containerName: containerNames.main, operator: "NotIn", values: [0] } },
  ],
} as const;

function podSpec(plan: AttemptPlan): object {
  const { imagePullSecrets } = plan.site.settings;
  const inits = initContainers(plan);
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: plan.graceSeconds + graceMarginSeconds + (plan.spec.checkpoint ? checkpointSeconds : 0),
    securityContext: podSecurity,
    ...placementOf(plan),
    ...(plan.spec.nodes > 1 ? { subdomain: plan.name } : {}),
    ...(imagePullSecrets.length > 0 ? { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) } : {}),
    ...(inits.length > 0 ? { initContainers: inits } : {}),
    containers: [commandContainer(plan)],
    volumes: volumesOf(plan),
  };
}
