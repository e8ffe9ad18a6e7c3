import type { AdmissionFact, WorkloadStand } from "../../../clusters/index.ts";

const factWords = (fact: AdmissionFact): string => {
  switch (fact.kind) {
    case "short":
      return `${fact.missing} more ${fact.resource} of ${fact.flavor} must become free.`;
    case "never-fits":
      return `It asks for ${fact.asked} ${fact.resource} of ${fact.flavor}, and its queue may never have more than ${fact.maximum}: it will not start as it is.`;
    case "uncovered":
      return `Its queue has no quota at all for ${fact.resource}: it will not start as it is.`;
    case "preempting":
      return `${fact.workloads} of lower right ${fact.workloads === 1 ? "is" : "are"} being ended for it.`;
    case "no-local-queue":
      return `There is no queue ${fact.queue} in its namespace: it will not start as it is.`;
    case "no-cluster-queue":
      return `Its queue leads to ${fact.queue}, which does not exist.`;
    case "stopped":
      return "Its queue is on hold: nothing new starts.";
    case "inactive":
      return `${fact.level} ${fact.queue} takes nothing in: its settings refer to something that is missing.`;
    case "namespace-refused":
      return "Its queue takes nothing from its namespace.";
    case "taint":
    case "other-nodes":
      return `Nodes of ${fact.flavor} are not for it.`;
    case "topology":
      return fact.of === null
        ? "No place in the cluster's topology is large enough now."
        : `Only ${fact.fitting} of its ${fact.of} pods fit close enough together now.`;
    case "limits":
      return `Its amounts break the limits of its namespace: ${fact.text}.`;
    case "checks-failed":
      return "An admission check of the cluster refused it.";
  }
};

/** Why something waits in Kueue, in one sentence; null once it is admitted or where nothing is known. */
export function standWords(stand: WorkloadStand): string | null {
  switch (stand.state) {
    case "waiting": {
      const said = stand.facts.map(factWords);
      return said.length > 0 ? [...new Set(said)].join(" ") : stand.message || null;
    }
    case "reserved": {
      const [check] = stand.checks;
      return check ? `Its quota is set aside; the admission check ${check.name} has not agreed yet.` : null;
    }
    case "switched-off":
      return "It was switched off in the cluster.";
    case "backing-off":
      return `The cluster tried ${stand.tries === 1 ? "once" : `${stand.tries} times`} and tries again at ${stand.until}.`;
    case "unjudged":
      return "The cluster has not looked at it yet.";
    case "admitted":
    case "finished":
      return null;
  }
}
