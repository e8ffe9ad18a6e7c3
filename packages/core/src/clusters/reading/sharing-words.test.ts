import { expect, test } from "vitest";
import type { QueueFact } from "./facts.ts";
import { sharingWords } from "./sharing-words.ts";

const queue = (
  name: string,
  share: number | null,
  given: Partial<QueueFact> & { parent?: string; isUsageBased?: boolean } = {},
): QueueFact => {
  const { parent = null, isUsageBased = false, ...rest } = given;
  return {
    ...{ name, cohort: "gpus", strategy: "BestEffortFIFO", stopPolicy: "none", weight: 1, reclaim: "Any", preemption: "Never" },
    ...{ isActive: true, problem: null, pending: 0, lines: [], localQueues: [], namespaces: null },
    fairSharing: { share, parentCohort: parent, isUsageBased },
    ...rest,
  };
};
const two = [
  { namespace: "a", name: "jobs" },
  { namespace: "b", name: "jobs" },
];
const on =
  "Fair sharing is on in cohort gpus: what is free goes first to who is least above the guarantee by weight, and is taken back first from who is most.";
const off =
  "Fair sharing is off in cohort gpus: who stays within the guarantee comes first, then higher priority, then who came first; weights do not count.";

test.each<[string, QueueFact, QueueFact[], string]>([
  ["no cohort", queue("fraud", null, { cohort: null }), [], "Fraud is in no cohort: it neither borrows nor lends."],
  ["nobody borrows", queue("fraud", 0), [queue("nlp", 0)], `${on} Nobody is above the guarantee now.`],
  [
    "another borrows",
    queue("fraud", 0),
    [queue("nlp", 312), queue("pricing", 40)],
    `${on} Fraud is within its guarantee; Nlp is furthest above its own (share 312).`,
  ],
  [
    "another borrows more",
    queue("fraud", 40, { weight: 2 }),
    [queue("nlp", 312)],
    `${on} Fraud is above its guarantee (share 40); Nlp is furthest above its own (share 312). Its weight of 2 divides its share.`,
  ],
  ["it borrows most", queue("fraud", 312), [queue("nlp", 40)], `${on} Fraud is furthest above it (share 312): it gives back first.`],
  [
    "it takes nothing back",
    queue("fraud", 0, { reclaim: "Never" }),
    [],
    `${on} Nobody is above the guarantee now. Fraud has nothing ended for it.`,
  ],
  [
    "it has no weight",
    queue("fraud", Number.MAX_SAFE_INTEGER, { weight: 0 }),
    [queue("nlp", 40)],
    `${on} Fraud is furthest above it: it gives back first. Its weight is 0: whatever it borrows is given back first.`,
  ],
  [
    "a queue of another cohort does not count",
    queue("fraud", 0),
    [queue("other", 900, { cohort: "cpus" })],
    `${on} Nobody is above the guarantee now.`,
  ],
  [
    "a tree of cohorts",
    queue("fraud", 0, { parent: "lab" }),
    [],
    `${on} Nobody is above the guarantee now. Between cohorts below lab it goes the same way.`,
  ],
  [
    "off, and nothing is taken back",
    queue("fraud", null, { reclaim: "Never" }),
    [],
    `${off} What Fraud lent comes back only when whoever has it ends.`,
  ],
  ["off, and all is taken back", queue("fraud", null), [], `${off} What Fraud lent it takes back when it needs it.`],
  [
    "off, and something is taken back",
    queue("fraud", null, { reclaim: "LowerPriority" }),
    [],
    `${off} What Fraud lent it takes back from lower priorities.`,
  ],
])("between queues: %s", (_, ...[own, others, words]) => {
  const nameOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  expect(sharingWords(own, { queues: [own, ...others], nameOf })).toBe(words);
});

test("a reading of an earlier release says nothing of shares", () => {
  const { fairSharing: _, ...old } = queue("fraud", 0);
  expect(sharingWords(old, { queues: [old], nameOf: (name) => name })).toBe("");
});

test.each<[string, Partial<QueueFact> & { isUsageBased?: boolean }, string]>([
  ["by use", { isUsageBased: true }, "Inside the queue, local queues that used less lately come first; older use counts less."],
  ["by time", {}, "Inside the queue it goes by priority, then by time; what fits may pass what does not."],
  ["in strict order", { strategy: "StrictFIFO" }, "Inside the queue it goes by priority, then by time, and nothing passes the first."],
])("inside a queue: %s", (_, given, words) => {
  const own = queue("fraud", 0, { ...given, localQueues: two });
  expect(sharingWords(own, { queues: [own], nameOf: (name) => name })).toBe(`${on} Nobody is above the guarantee now. ${words}`);
  const alone = { ...own, localQueues: two.slice(1) };
  expect(sharingWords(alone, { queues: [alone], nameOf: (name) => name })).toBe(`${on} Nobody is above the guarantee now.`);
});
