import type { JobPriority } from "@plumbline/contracts/jobs/spec";
import type { AttemptPlan } from "./attempt-plan.ts";

/** What of a pod decides where it may go. */
export function placementOf({ flavour }: AttemptPlan): Record<string, unknown> {
  if (!flavour) return {};
  return {
    ...(Object.keys(flavour.nodeLabels).length > 0 ? { nodeSelector: flavour.nodeLabels } : {}),
    ...(flavour.tolerations.length > 0 ? { tolerations: flavour.tolerations } : {}),
  };
}

/** Labels by which Kueue takes a Job into its queue. */
export function queueLabels({ site, spec }: AttemptPlan): Record<string, string> {
  if (site.queue === null) return {};
  const priority = priorityClassOf(spec.priority, site.priorityClasses);
  return { "kueue.x-k8s.io/queue-name": site.queue, ...(priority === null ? {} : { "kueue.x-k8s.io/priority-class": priority }) };
}

/** The class that is called as the priority is; without one, Kueue takes all alike. */
const priorityClassOf = (priority: JobPriority, classes: readonly string[]): string | null =>
  [priority, `plumbline-${priority}`].find((name) => classes.includes(name)) ?? null;

/** Asks Kueue for nodes close together, where it knows how nodes stand to each other. */
export function topologyAnnotations({ spec, site, flavour }: AttemptPlan): Record<string, string> {
  if (spec.topology === "any" || !flavour?.topology) return {};
  const label = site.settings.topology[spec.topology];
  return label === null ? {} : { "kueue.x-k8s.io/podset-preferred-topology": label };
}
