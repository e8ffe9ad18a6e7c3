import type { QueueFact } from "./facts.ts";

interface Sharing {
  readonly queues: readonly QueueFact[];
  /** What people call a queue. */
  readonly nameOf: (queue: string) => string;
}

/** Who of a queue's neighbours starts first and who gives back, as Kueue does it at each level; in sentences. Empty where it was not read. */
export function sharingWords(queue: QueueFact, { queues, nameOf }: Sharing): string {
  if (!queue.fairSharing) return "";
  const inside = insideWords(queue);
  return [betweenWords(queue, { queues, nameOf }), ...(inside === null ? [] : [inside])].join(" ");
}

function betweenWords(queue: QueueFact, { queues, nameOf }: Sharing): string {
  const name = nameOf(queue.name);
  if (queue.cohort === null) return `${name} is in no cohort: it neither borrows nor lends.`;
  const members = queues.filter(({ cohort }) => cohort === queue.cohort);
  if (shareOf(queue) === null) {
    const order = "who stays within the guarantee comes first, then higher priority, then who came first";
    return `Fair sharing is off in cohort ${queue.cohort}: ${order}; weights do not count. ${reclaimWords(queue, name)}`;
  }
  const rule = "what is free goes first to who is least above the guarantee by weight, and is taken back first from who is most";
  return [
    `Fair sharing is on in cohort ${queue.cohort}: ${rule}.`,
    standingWords(queue, { queues: members, nameOf }),
    ...weightWords(queue),
    ...(queue.reclaim === "Never" ? [`${name} has nothing ended for it.`] : []),
    ...(queue.fairSharing?.parentCohort ? [`Between cohorts below ${queue.fairSharing.parentCohort} it goes the same way.`] : []),
  ].join(" ");
}

const shareOf = ({ fairSharing }: QueueFact): number | null => fairSharing?.share ?? null;

function standingWords(queue: QueueFact, { queues, nameOf }: Sharing): string {
  const name = nameOf(queue.name);
  const own = shareOf(queue) ?? 0;
  const [most] = [...queues].sort((left, right) => (shareOf(right) ?? 0) - (shareOf(left) ?? 0));
  const greatest = most ? (shareOf(most) ?? 0) : 0;
  if (!most || greatest === 0) return "Nobody is above the guarantee now.";
  if (own === greatest) return `${name} is furthest above it${shareWords(queue)}: it gives back first.`;
  const stand = own === 0 ? `${name} is within its guarantee` : `${name} is above its guarantee${shareWords(queue)}`;
  return `${stand}; ${nameOf(most.name)} is furthest above its own${shareWords(most)}.`;
}

/** Of a queue without weight Kueue says the greatest number that it can. */
const shareWords = (queue: QueueFact): string => (queue.weight === 0 ? "" : ` (share ${shareOf(queue)})`);

const weightWords = ({ weight }: QueueFact): string[] => {
  if (weight === 0) return ["Its weight is 0: whatever it borrows is given back first."];
  return weight === 1 ? [] : [`Its weight of ${weight} divides its share.`];
};

function reclaimWords({ reclaim }: QueueFact, name: string): string {
  if (reclaim === "Any") return `What ${name} lent it takes back when it needs it.`;
  if (reclaim === "LowerPriority") return `What ${name} lent it takes back from lower priorities.`;
  return `What ${name} lent comes back only when whoever has it ends.`;
}

/** Where there is one local queue, nothing is shared inside. */
function insideWords({ fairSharing, localQueues, strategy }: QueueFact): string | null {
  if (localQueues.length < 2) return null;
  if (fairSharing?.isUsageBased) return "Inside the queue, local queues that used less lately come first; older use counts less.";
  return strategy === "StrictFIFO"
    ? "Inside the queue it goes by priority, then by time, and nothing passes the first."
    : "Inside the queue it goes by priority, then by time; what fits may pass what does not.";
}
