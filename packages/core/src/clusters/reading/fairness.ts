import type { ClusterQueueObject, CohortObject } from "../objects/kueue.ts";
import type { KueueObjects } from "./cluster-objects.ts";

/** How sharing works at one level, as Kueue does it there. */
export interface FairnessNote {
  /** "Cohort gpu-shared", "Queue nlp", "Inside queue nlp". */
  readonly scope: string;
  readonly text: string;
}

/** What is fair at each level: between queues of a cohort, and between local queues of one queue. */
export function fairnessOf({ clusterQueues, cohorts, localQueues }: KueueObjects): FairnessNote[] {
  const byCohort = Map.groupBy(clusterQueues, ({ spec }) => spec.cohortName);
  const between = [...byCohort].map(
    ([cohort, members]): FairnessNote =>
      cohort === undefined
        ? { scope: namesOf(members), text: "Stands alone: it neither borrows nor lends, so nothing is shared." }
        : {
            scope: `Cohort ${cohort}`,
            text: cohortText(
              members,
              cohorts.find(({ metadata }) => metadata.name === cohort),
            ),
          },
  );
  const inside = clusterQueues
    .filter(({ metadata }) => localQueues.filter(({ spec }) => spec.clusterQueue === metadata.name).length > 1)
    .map((queue): FairnessNote => ({ scope: `Inside queue ${queue.metadata.name}`, text: insideText(queue) }));
  return [...between, ...inside];
}

const namesOf = (queues: readonly ClusterQueueObject[]): string =>
  `${queues.length === 1 ? "Queue" : "Queues"} ${queues.map(({ metadata }) => metadata.name).join(", ")}`;

function cohortText(members: readonly ClusterQueueObject[], cohort: CohortObject | undefined): string {
  const shares = members.flatMap(({ metadata, status }) =>
    status?.fairSharing?.weightedShare === undefined ? [] : [{ name: metadata.name, share: status.fairSharing.weightedShare }],
  );
  const parent = cohort?.spec?.parentName;
  const up = parent === undefined ? "" : ` Across cohorts the same holds below ${parent}.`;
  if (shares.length === 0) return `Fair sharing is off: ${reclaimText(members)}${up}`;
  const [most] = shares.sort((left, right) => right.share - left.share);
  const first =
    most && most.share > 0
      ? `now ${most.name} is furthest above its guarantee by weight (share ${most.share}), and gives back first.`
      : "now nobody borrows, so nobody must give back.";
  return `Fair sharing is on: ${first}${up}`;
}

/** Each queue says itself whether it takes back what it lent. */
function reclaimText(members: readonly ClusterQueueObject[]): string {
  const policies = new Set(members.map(({ spec }) => spec.preemption?.reclaimWithinCohort ?? "Never"));
  if (policies.size > 1) return "unused quota goes to whoever asks first, and some of its queues take back what they lent.";
  if (policies.has("Any")) return "unused quota goes to whoever asks first, and its owner takes it back when it needs it.";
  if (policies.has("LowerPriority")) return "unused quota goes to whoever asks first, and its owner takes it back from lower priorities.";
  return "unused quota goes to whoever asks first, and stays there until it is given back.";
}

const insideText = ({ spec }: ClusterQueueObject): string => {
  if (spec.admissionScope?.admissionMode === "UsageBasedAdmissionFairSharing") {
    return "Local queues that used less lately come first; older use counts less.";
  }
  return spec.queueingStrategy === "StrictFIFO"
    ? "By priority, then by time, whatever local queue it came from; the first holds up all others."
    : "By priority, then by time, whatever local queue it came from; what fits may pass what does not.";
};
