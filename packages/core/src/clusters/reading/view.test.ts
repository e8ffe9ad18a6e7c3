import { expect, test } from "vitest";
import type { ClusterFacts } from "./facts.ts";
import type { PendingItem } from "./pending.ts";
import { readingFor, type Viewer } from "./view.ts";

const readAt = new Date("2026-03-01T12:00:00Z");
const item = (name: string, given: Partial<PendingItem> = {}): PendingItem => ({
  uid: name,
  namespace: "fraud-jobs",
  name,
  kind: "Job",
  clusterQueue: "fraud-queue",
  wants: [{ title: "H100", amount: 4 }],
  since: "2026-03-01T11:00:00Z",
  position: { at: 1, of: 2 },
  reason: { kind: "behind", ahead: { namespace: "fraud-jobs", name: "secret-project" }, position: 2, isSameNeed: true, isStrict: false },
  said: "couldn't assign flavors to pod set secret",
  ...given,
});
const facts = (given: Partial<ClusterFacts> = {}): ClusterFacts => ({
  hasKueue: true,
  measure: "busy",
  gpuNodes: 1,
  pools: [],
  pending: { total: 1, items: [item("train")] },
  outside: [
    {
      namespace: "research",
      kind: "Pod",
      gpus: [{ pool: "p", title: "A100", count: 6 }],
      idle: 5,
      idleSince: null,
      percent: 1,
      since: "2026-03-01T11:00:00Z",
    },
  ],
  fairness: [{ scope: "Cohort secret", text: "x" }],
  findings: [{ kind: "idle", title: "5 idle GPUs", detail: "research 5" }],
  queues: [],
  flavours: [{ name: "h100", nodeLabels: {}, tolerations: [], topology: null }],
  priorityClasses: [],
  counts: { cohorts: 1, localQueues: 2, localQueueNamespaces: 1, workloads: 3, admitted: 2 },
  cohorts: ["gpu-shared"],
  ...given,
});
const viewer = (given: Partial<Viewer> = {}): Viewer => ({
  isPlatform: false,
  workspace: "nlp",
  queues: new Map([["fraud-queue", "fraud"]]),
  namespaces: new Map([["fraud-jobs", "fraud"]]),
  managed: new Set(),
  titles: new Map(),
  ...given,
});

test("a member of another workspace sees sums and whose they are, and no name of theirs", () => {
  const seen = readingFor(viewer(), facts(), readAt);
  expect(seen.pending).toEqual({
    total: 1,
    items: [
      {
        id: "train",
        namespace: null,
        workspace: "fraud",
        name: null,
        kind: "Job",
        isOwn: false,
        wants: [{ title: "H100", amount: 4 }],
        since: "2026-03-01T11:00:00.000Z",
        position: { at: 1, of: 2 },
        why: "Second in its queue behind another job, same need.",
        isForGood: false,
        said: null,
      },
    ],
  });
  expect(seen.outside).toEqual({ gpus: 6, working: 1, namespaces: 1, items: [] });
  expect(JSON.stringify(seen)).not.toMatch(/secret|research|gpu-shared|train"?,"kind/);
});

test("a member sees the names of their own workspace", () => {
  const seen = readingFor(viewer({ workspace: "fraud" }), facts(), readAt);
  expect(seen.pending.items[0]).toMatchObject({ isOwn: true, name: "train", why: "Second in its queue behind secret-project, same need." });
});

test("a queue that is shared does not tell a member of it what others call their jobs", () => {
  const shared = item("train", {
    namespace: "fraud-jobs",
    reason: { kind: "behind", ahead: { namespace: "elsewhere", name: "hidden" }, position: 2, isSameNeed: true, isStrict: false },
  });
  const seen = readingFor(viewer({ workspace: "fraud" }), facts({ pending: { total: 1, items: [shared] } }), readAt);
  expect(seen.pending.items[0]?.why).toBe("Second in its queue behind another job, same need.");
});

test("a queue that is mapped to nobody is not named to members", () => {
  const limit = item("x", { clusterQueue: "hidden", namespace: "hidden", reason: { kind: "on-hold", queue: "hidden" } });
  const seen = readingFor(viewer(), facts({ pending: { total: 1, items: [limit] } }), readAt);
  expect(seen.pending.items[0]).toMatchObject({ workspace: null, name: null, why: "Its queue is on hold: nothing new starts." });
});

test.each<PendingItem["reason"]>([
  { kind: "no-queue", namespace: "hidden", queue: "hidden" },
  { kind: "namespace-refused", namespace: "hidden", queue: "hidden" },
  { kind: "said", message: "hidden" },
  { kind: "limits", text: "hidden" },
  { kind: "check", check: "provisioning", message: "hidden" },
  { kind: "own-idle", queue: "hidden", guaranteed: 8, holder: { namespace: "hidden", name: "hidden" }, idle: 4 },
  { kind: "inactive", queue: "hidden" },
])("no reason tells a member names of others: $kind", (reason) => {
  const hidden = item("hidden", { namespace: "hidden", clusterQueue: "hidden", reason });
  const [seen] = readingFor(viewer(), facts({ pending: { total: 1, items: [hidden] } }), readAt).pending.items;
  expect(JSON.stringify({ ...seen, id: "" })).not.toContain("hidden");
});

test("those who run the platform see everything", () => {
  const seen = readingFor(viewer({ isPlatform: true }), facts(), readAt);
  expect(seen).toMatchObject({
    pending: { items: [{ namespace: "fraud-jobs", name: "train" }] },
    outside: { items: [{ namespace: "research" }] },
    findings: [{ kind: "idle" }],
  });
  expect(seen.objects.find(({ kind }) => kind === "Cohorts")).toMatchObject({ read: 1, note: "gpu-shared" });
  expect(seen.objects.find(({ kind }) => kind === "Workloads")).toMatchObject({ read: 3, note: "2 in, 1 pending" });
});

test("own ones are shown before those that wait longer, when not all are", () => {
  const others = Array.from({ length: 200 }, (_, index) =>
    item(`o${index}`, { since: "2026-03-01T09:00:00Z", clusterQueue: "x", namespace: "x" }),
  );
  const seen = readingFor(viewer({ workspace: "fraud" }), facts({ pending: { total: 201, items: [...others, item("mine")] } }), readAt);
  expect(seen.pending.items).toHaveLength(200);
  expect(seen.pending.items.some(({ name }) => name === "mine")).toBe(true);
  expect(seen.pending.total).toBe(201);
});

test("where nothing measures, nothing is said of idleness", () => {
  const seen = readingFor(viewer(), facts({ measure: null }), readAt);
  expect([seen.measure, seen.outside.working]).toEqual([null, null]);
});

test("what people know by another name is called so, to those who may know it", () => {
  const titles = new Map([
    ["train", "train-7"],
    ["secret-project", "secret-6"],
  ]);
  const [own] = readingFor(viewer({ workspace: "fraud", titles }), facts(), readAt).pending.items;
  expect(own).toMatchObject({ name: "train-7", why: "Second in its queue behind secret-6, same need." });
  const [foreign] = readingFor(viewer({ titles }), facts(), readAt).pending.items;
  expect(JSON.stringify(foreign)).not.toMatch(/train-7|secret/);
});
