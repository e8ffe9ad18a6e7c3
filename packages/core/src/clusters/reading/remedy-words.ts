import type { Named, PendingReason } from "./pending-reason.ts";
import type { Naming } from "./pending-words.ts";

type Words = { readonly [K in PendingReason["kind"]]: (reason: Extract<PendingReason, { kind: K }>, naming: Naming) => string };

const nameOf = ({ namespace, name }: Named, { knows, title }: Naming): string => (knows(namespace) ? title(name) : "that job");
const askFor = (what: string): string => `Whoever runs the cluster can ${what}.`;

const words: Words = {
  "no-queue": () => askFor("make the queue"),
  "on-hold": () => askFor("release the queue"),
  inactive: () => askFor("put its settings right"),
  "namespace-refused": () => askFor("open the queue to the namespace"),
  "switched-off": () => "Whoever switched it off can switch it on; cancelled and run again, it queues anew.",
  "backing-off": () => "Nothing needs to be done: it is tried again by itself.",
  unjudged: () => "",
  unplaced: () => "",
  uncovered: ({ resource }) => `Ask for no ${resource}, or have a quota for it set in the queue.`,
  never: ({ maximum }) => `Ask for ${maximum} or less, or have the queue's quota or borrowing limit raised.`,
  check: ({ check }) => `It starts as soon as admission check ${check} agrees.`,
  preempting: () => "It starts as soon as they have ended.",
  behind: ({ ahead, isStrict }, naming) =>
    isStrict
      ? `It is looked at once ${nameOf(ahead, naming)} has started: nothing passes the first.`
      : `It starts once ${nameOf(ahead, naming)} has what it needs and enough is left, or before it where that does not fit.`,
  "borrow-limit": () => "It starts once enough of its own queue has ended, or at once with a higher borrowing limit.",
  "own-idle": ({ holder }, naming) => `It starts once ${nameOf(holder, naming)} is ended or suspended.`,
  quota: ({ short, freeToBorrow }) =>
    freeToBorrow === null
      ? `It starts once ${short} more of its own queue ${short === 1 ? "has" : "have"} ended, or with a larger guarantee.`
      : `It starts once ${short} more ${short === 1 ? "is" : "are"} free: of its own queue, or of what others borrow or leave unused.`,
  "other-resource": ({ resource }) => `Ask for less ${resource}, or wait until some is given back.`,
  "one-node": ({ perPod }) => `It starts once one node has ${perPod} free; smaller parts on more nodes fit sooner.`,
  topology: () => "It starts once enough nodes that are close together are free; without a topology it may start sooner.",
  "other-nodes": () => "Name another flavour, or have the queue's flavours changed.",
  limits: () => "Ask for amounts within the limits of the namespace.",
  said: () => "",
};

/** What would let something start, in one sentence; empty where nobody can say. */
export const remedyWords = <R extends PendingReason>(reason: R, naming: Naming): string =>
  (words[reason.kind] as (reason: R, naming: Naming) => string)(reason, naming);
