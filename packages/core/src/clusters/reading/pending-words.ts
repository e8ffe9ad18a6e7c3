import type { Named, PendingReason } from "./pending-reason.ts";

/** What the reader of a sentence may be told. */
export interface Naming {
  /** Whether names of things in a namespace may be told. */
  readonly knows: (namespace: string) => boolean;
  /** What people call a queue: the workspace it belongs to, or else its own name. */
  readonly queue: (clusterQueue: string) => string;
  /** What people call something of that name. */
  readonly title: (name: string) => string;
}

type Words = { readonly [K in PendingReason["kind"]]: (reason: Extract<PendingReason, { kind: K }>, naming: Naming) => string };

const ordinals = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"];
const ordinal = (position: number): string => ordinals[position - 1] ?? `Number ${position}`;
const nameOf = ({ namespace, name }: Named, { knows, title }: Naming): string => (knows(namespace) ? title(name) : "another job");
const are = (count: number): string => (count === 1 ? "1 is" : `${count || "none"} are`);
const round = (amount: number): number => Math.round(amount * 1000) / 1000;

const words: Words = {
  "no-queue": ({ namespace, queue }, { knows }) =>
    knows(namespace)
      ? `Namespace ${namespace} has no queue${queue ? ` ${queue}` : ""}: it will never start.`
      : "Its namespace has no such queue: it will never start.",
  "on-hold": ({ queue }, naming) => `${naming.queue(queue)} is on hold: nothing new starts.`,
  inactive: ({ queue }, naming) => `${naming.queue(queue)} takes nothing in: its settings name something that does not exist.`,
  "namespace-refused": ({ namespace, queue }, { knows }) =>
    knows(namespace)
      ? `Queue ${queue} takes nothing from namespace ${namespace}: it will never start.`
      : "Its queue takes nothing from its namespace: it will never start.",
  "switched-off": () => "Somebody switched it off: it starts once it is switched on.",
  "backing-off": ({ until, tries }) => `Tried ${tries === 1 ? "once" : `${tries} times`}; the next try is at ${until.slice(11, 16)} UTC.`,
  unjudged: () => "Just arrived: Kueue has not looked at it yet.",
  unplaced: () => "The cluster looks for a node.",
  uncovered: ({ queue, resource }, naming) =>
    `${naming.queue(queue)} has no quota at all for ${resource}, which it asks for: it will never start.`,
  never: ({ asked, maximum }) =>
    `Asks for ${asked}; its queue may have ${maximum} at most, all that it could borrow included: it will never start.`,
  check: ({ check, message }) =>
    `Quota is set aside; admission check ${check} has not agreed yet${message ? `: ${message.replace(/\.$/, "")}` : ""}.`,
  preempting: ({ workloads }) => `${workloads === 1 ? "1 other is" : `${workloads} others are`} being ended for it.`,
  behind: ({ ahead, position, isSameNeed, isStrict }, naming) =>
    `${position === null ? "Waits" : `${ordinal(position)} in its queue`} behind ${nameOf(ahead, naming)}, ${isSameNeed ? "same need" : isStrict ? "and the queue keeps its order" : "which waits for the same GPUs"}.`,
  "borrow-limit": ({ queue, borrows, limit, free }, naming) =>
    `${naming.queue(queue)} borrows ${borrows} of ${limit} allowed here; ${are(free)} free but not for it.`,
  "own-idle": ({ queue, guaranteed, holder, idle }, naming) =>
    `${naming.queue(queue)} uses all ${guaranteed}; its own ${nameOf(holder, naming)} holds ${idle} and is idle.`,
  quota: ({ guaranteed, left, freeToBorrow, short }) => {
    const own = left > 0 ? `${left} of ${guaranteed} guaranteed ${left === 1 ? "is" : "are"} left` : `Uses all ${guaranteed} guaranteed`;
    return freeToBorrow === null
      ? `${own}, and nobody lends: ${short} short.`
      : `${own}; ${are(freeToBorrow)} free to borrow, ${short} short.`;
  },
  "other-resource": ({ resource, short }) => `GPUs are there; ${round(short)} more ${resource} must become free.`,
  "one-node": ({ perPod, pods, free, freeNodes }) => {
    const needs = pods > 1 ? `Needs ${perPod} on each of ${pods} nodes` : `Needs ${perPod} on one node`;
    return free === 0 ? `${needs}; none is free.` : `${needs}; ${are(free)} free, on ${freeNodes} node${freeNodes === 1 ? "" : "s"}.`;
  },
  topology: ({ fitting, of }) =>
    of === null ? "No part of the topology is free enough." : `Only ${fitting} of ${of} pods fit close enough together now.`,
  "other-nodes": () => "No flavour of its queue has nodes that it may run on: it will never start.",
  limits: ({ text }) => `Breaks the limits of its namespace: ${text.replace(/\.$/, "")}.`,
  said: ({ message }) => `${message.replace(/\.$/, "").slice(0, 300)}.`,
};

/** One sentence that says why something waits. */
export const pendingWords = <R extends PendingReason>(reason: R, naming: Naming): string =>
  (words[reason.kind] as (reason: R, naming: Naming) => string)(reason, naming);
