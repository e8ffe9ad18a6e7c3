import { expect, test } from "vitest";
import type { PendingItem } from "./pending.ts";
import type { PendingReason } from "./pending-reason.ts";
import { waitStory } from "./wait-story.ts";

const item = (reason: PendingReason, wants = [{ title: "H100", amount: 4 }]): PendingItem => ({
  ...{ uid: "u", namespace: "fraud-jobs", name: "pl-1", kind: "Job", clusterQueue: "fraud", wants },
  ...{ since: "2026-03-01T10:00:00Z", position: { at: 1, of: 2 }, reason, said: null },
});
const naming = { knows: (namespace: string) => namespace === "fraud-jobs", queue: () => "fraud", title: () => "train-7" };
const told = (reason: PendingReason) => waitStory(item(reason), { naming, sharing: "Fair sharing is on." });
const own = { namespace: "fraud-jobs", name: "pl-2" };
const theirs = { namespace: "nlp-jobs", name: "pl-3" };

test.each<[PendingReason, ReturnType<typeof told>]>([
  [
    { kind: "quota", guaranteed: 16, left: 0, freeToBorrow: 3, short: 1 },
    {
      headline: "Waiting for 4 H100. Uses all 16 guaranteed; 3 are free to borrow, 1 short.",
      detail: "It starts once 1 more is free: of its own queue, or of what others borrow or leave unused. Fair sharing is on.",
      ...{ kind: "quota", available: 3, resource: null },
    },
  ],
  [
    { kind: "quota", guaranteed: 16, left: 1, freeToBorrow: null, short: 3 },
    {
      headline: "Waiting for 4 H100. 1 of 16 guaranteed is left, and nobody lends: 3 short.",
      detail: "It starts once 3 more of its own queue have ended, or with a larger guarantee. Fair sharing is on.",
      ...{ kind: "quota", available: 1, resource: null },
    },
  ],
  [
    { kind: "borrow-limit", queue: "fraud", borrows: 2, limit: 2, free: 10 },
    {
      headline: "Waiting for 4 H100. fraud borrows 2 of 2 allowed here; 10 are free but not for it.",
      detail: "It starts once enough of its own queue has ended, or at once with a higher borrowing limit. Fair sharing is on.",
      ...{ kind: "quota", available: 0, resource: null },
    },
  ],
  [
    { kind: "behind", ahead: own, position: 2, isSameNeed: true, isStrict: false },
    {
      headline: "Waiting for 4 H100. Second in its queue behind train-7, same need.",
      detail: "It starts once train-7 has what it needs and enough is left, or before it where that does not fit. Fair sharing is on.",
      ...{ kind: "quota", available: null, resource: null },
    },
  ],
  [
    { kind: "behind", ahead: theirs, position: 3, isSameNeed: false, isStrict: true },
    {
      headline: "Waiting for 4 H100. Third in its queue behind another job, and the queue keeps its order.",
      detail: "It is looked at once that job has started: nothing passes the first. Fair sharing is on.",
      ...{ kind: "quota", available: null, resource: null },
    },
  ],
  [
    { kind: "one-node", perPod: 8, pods: 1, free: 3, freeNodes: 2 },
    {
      headline: "Waiting for 4 H100. Needs 8 on one node; 3 are free, on 2 nodes.",
      detail: "It starts once one node has 8 free; smaller parts on more nodes fit sooner.",
      ...{ kind: "capacity", available: 3, resource: null },
    },
  ],
  [
    { kind: "check", check: "budget", message: "" },
    {
      headline: "Waiting for 4 H100. Quota is set aside; admission check budget has not agreed yet.",
      detail: "It starts as soon as admission check budget agrees.",
      ...{ kind: "admission-check", available: null, resource: null },
    },
  ],
  [
    { kind: "other-resource", resource: "memory", short: 5 },
    {
      headline: "Waiting for 4 H100. GPUs are there; 5 more memory must become free.",
      detail: "Ask for less memory, or wait until some is given back.",
      ...{ kind: "quota", available: null, resource: "memory" },
    },
  ],
  [
    { kind: "on-hold", queue: "fraud" },
    {
      headline: "Waiting for 4 H100. fraud is on hold: nothing new starts.",
      detail: "Whoever runs the cluster can release the queue.",
      ...{ kind: "hold", available: 0, resource: null },
    },
  ],
])("%o", (reason, story) => expect(told(reason)).toEqual(story));

test.each<[PendingReason, string]>([
  [{ kind: "no-queue", namespace: "fraud-jobs", queue: "jobs" }, "Whoever runs the cluster can make the queue."],
  [{ kind: "inactive", queue: "fraud" }, "Whoever runs the cluster can put its settings right."],
  [{ kind: "namespace-refused", namespace: "x", queue: "fraud" }, "Whoever runs the cluster can open the queue to the namespace."],
  [{ kind: "switched-off" }, "Whoever switched it off can switch it on; cancelled and run again, it queues anew."],
  [{ kind: "backing-off", until: "2026-03-01T12:30:00Z", tries: 2 }, "Nothing needs to be done: it is tried again by itself."],
  [{ kind: "uncovered", queue: "fraud", resource: "cpu" }, "Ask for no cpu, or have a quota for it set in the queue."],
  [{ kind: "never", asked: 64, maximum: 28 }, "Ask for 28 or less, or have the queue's quota or borrowing limit raised."],
  [{ kind: "preempting", workloads: 2 }, "It starts as soon as they have ended. Fair sharing is on."],
  [{ kind: "own-idle", queue: "fraud", guaranteed: 4, holder: own, idle: 4 }, "It starts once train-7 is ended or suspended."],
  [
    { kind: "topology", fitting: 2, of: 3 },
    "It starts once enough nodes that are close together are free; without a topology it may start sooner.",
  ],
  [{ kind: "other-nodes" }, "Name another flavour, or have the queue's flavours changed."],
  [{ kind: "limits", text: "x" }, "Ask for amounts within the limits of the namespace."],
  [{ kind: "unjudged" }, ""],
  [{ kind: "said", message: "Something new" }, ""],
])("what helps: %o", (reason, detail) => expect(told(reason).detail).toBe(detail));

test("what asks for nothing that is counted", () =>
  expect(waitStory(item({ kind: "unjudged" }, []), { naming, sharing: "" }).headline).toBe(
    "Just arrived: Kueue has not looked at it yet.",
  ));
