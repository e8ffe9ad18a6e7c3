import { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import { expect, test } from "vitest";
import type { QueueFact } from "../reading/facts.ts";
import type { NamespaceWish } from "./namespace-wish.ts";
import { planNamespace, whyRefused, whyUncounted, whyUnreachable } from "./plan-namespace.ts";

const line = (resource: string, nominal: number, borrowingLimit: number | null) => ({
  ...{ path: "/spec/0", flavour: "h100", resource, nominal, borrowingLimit, lendingLimit: null, used: 0, borrowed: 0 },
});
const queue = (given: Partial<QueueFact> = {}): QueueFact => ({
  ...{ name: "fraud-queue", cohort: "all", strategy: "BestEffortFIFO", stopPolicy: "none", weight: 1, reclaim: "Any", preemption: "Never" },
  ...{ isActive: true, problem: null, pending: 0, localQueues: [], namespaces: {} },
  lines: [line("nvidia.com/gpu", 16, 8), line("cpu", 64, 0)],
  ...given,
});
const wish = (given: Partial<NamespaceWish> = {}): NamespaceWish => ({
  namespace: "fraud-jobs",
  workspace: { id: 7, name: "fraud" },
  queue: queue(),
  settings: ClusterSettings.parse({ egress: ["10.1.0.0/16"] }),
  platformUrl: "http://10.0.0.9:8080",
  ...given,
});
const metadata = (name: string) => ({ name, namespace: "fraud-jobs", labels: { "app.kubernetes.io/managed-by": "plumbline" } });

test("a namespace is prepared by exactly these", () => {
  expect(planNamespace(wish()).map(({ kind, manifest }) => [kind, manifest])).toEqual([
    [
      "Namespace",
      {
        metadata: {
          name: "fraud-jobs",
          labels: {
            "app.kubernetes.io/managed-by": "plumbline",
            "plumbline.io/workspace": "7",
            "pod-security.kubernetes.io/enforce": "restricted",
            "pod-security.kubernetes.io/audit": "restricted",
            "pod-security.kubernetes.io/warn": "restricted",
          },
        },
      },
    ],
    ["ServiceAccount", { metadata: metadata("default"), automountServiceAccountToken: false }],
    ["NetworkPolicy", { metadata: metadata("plumbline-deny"), spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } }],
    [
      "NetworkPolicy",
      {
        metadata: metadata("plumbline-jobs"),
        spec: {
          podSelector: {},
          policyTypes: ["Ingress", "Egress"],
          ingress: [{ from: [{ podSelector: {} }] }],
          egress: [
            {
              to: [
                { namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } },
                { ipBlock: { cidr: "169.254.20.10/32" } },
              ],
              ports: [
                { protocol: "UDP", port: 53 },
                { protocol: "TCP", port: 53 },
              ],
            },
            { to: [{ podSelector: {} }] },
            { to: [{ ipBlock: { cidr: "10.0.0.9/32" } }], ports: [{ protocol: "TCP", port: 8080 }] },
            { to: [{ ipBlock: { cidr: "10.1.0.0/16" } }] },
          ],
        },
      },
    ],
    [
      "ResourceQuota",
      {
        metadata: metadata("plumbline-backstop"),
        spec: { hard: { "count/jobs.batch": "5000", pods: "5000", "requests.nvidia.com/gpu": "24", "requests.cpu": "64" } },
      },
    ],
    [
      "LimitRange",
      {
        metadata: metadata("plumbline-defaults"),
        spec: { limits: [{ type: "Container", default: { memory: "256Mi" }, defaultRequest: { cpu: "100m", memory: "256Mi" } }] },
      },
    ],
    ["LocalQueue", { metadata: metadata("plumbline"), spec: { clusterQueue: "fraud-queue" } }],
  ]);
});

const planned = (given: Partial<NamespaceWish>, wanted: string) =>
  planNamespace(wish(given)).find(({ kind, name }) => kind === wanted || name === wanted)?.manifest;
const hardOf = (given: Partial<NamespaceWish>) => (planned(given, "ResourceQuota") as { spec?: { hard: object } } | undefined)?.spec?.hard;

test("the backstop is no smaller than what may be borrowed, and there is none without a limit", () => {
  expect(hardOf({ queue: queue({ lines: [line("nvidia.com/gpu", 16, null)] }) })).not.toHaveProperty("requests.nvidia.com/gpu");
  expect(hardOf({ queue: queue({ cohort: null, lines: [line("nvidia.com/gpu", 16, null)] }) })).toMatchObject({
    "requests.nvidia.com/gpu": "16",
  });
  expect(
    hardOf({ queue: queue({ lines: [line("nvidia.com/gpu", 4, 1), { ...line("nvidia.com/gpu", 2, 0), flavour: "a100" }] }) }),
  ).toMatchObject({
    "requests.nvidia.com/gpu": "7",
  });
});

test("without Kueue no queue is made", () => {
  expect(planNamespace(wish({ queue: null })).map(({ kind }) => kind)).not.toContain("LocalQueue");
});

test("only a workspace with remote memory access has another standard", () => {
  const settings = (workspaces: string[]) => ClusterSettings.parse({ rdma: { resource: "rdma/hca", count: 1, workspaces } });
  const enforced = (standard: string) => ({ metadata: { labels: { "pod-security.kubernetes.io/enforce": standard } } });
  expect(planned({ settings: settings(["fraud"]) }, "Namespace")).toMatchObject(enforced("privileged"));
  expect(planned({ settings: settings(["nlp"]) }, "Namespace")).toMatchObject(enforced("restricted"));
});

test.each([
  ["https://plumbline.example.com", { ports: [{ protocol: "TCP", port: 443 }] }],
  ["http://api.plumbline.svc:8080", { to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "plumbline" } } }] }],
  [
    "http://api.plumbline.svc.cluster.local",
    { to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "plumbline" } } }] },
  ],
  ["http://[fd00::1]:8080", { to: [{ ipBlock: { cidr: "fd00::1/128" } }], ports: [{ protocol: "TCP", port: 8080 }] }],
])("the platform at %s may be reached", (platformUrl, rule) => {
  const manifest = planned({ platformUrl }, "plumbline-jobs") as { spec?: { egress: object[] } } | undefined;
  expect(manifest?.spec?.egress[2]).toEqual(rule);
});

test.each<[string, QueueFact["namespaces"], boolean]>([
  ["every namespace", {}, true],
  ["no namespace", null, false],
  ["this one by name", { matchLabels: { "kubernetes.io/metadata.name": "fraud-jobs" } }, true],
  ["another by name", { matchLabels: { "kubernetes.io/metadata.name": "nlp" } }, false],
  ["some by name", { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["nlp", "fraud-jobs"] }] }, true],
  ["those of a team", { matchLabels: { team: "fraud" } }, false],
  ["those without a team", { matchExpressions: [{ key: "team", operator: "DoesNotExist" }] }, true],
  ["those not of a team", { matchExpressions: [{ key: "team", operator: "NotIn", values: ["x"] }] }, true],
  ["those with a workspace", { matchExpressions: [{ key: "plumbline.io/workspace", operator: "Exists" }] }, true],
])("a queue that takes %s", (_, namespaces, takes) => {
  expect(whyRefused(wish({ queue: queue({ namespaces }) })) === undefined).toBe(takes);
});

test("a queue that does not count what every job asks for is told before anything is written", () => {
  expect(whyUncounted(wish())).toContain("has no quota for memory,");
  expect(whyUncounted(wish({ queue: queue({ lines: [line("nvidia.com/gpu", 8, null)] }) }))).toContain("has no quota for cpu and memory,");
  expect(whyUncounted(wish({ queue: queue({ lines: [line("cpu", 8, null), line("memory", 8, null)] }) }))).toBeUndefined();
  expect(whyUncounted(wish({ queue: null }))).toBeUndefined();
});

test.each([
  ["http://127.0.0.1:3000", true],
  ["http://localhost:3000", true],
  ["http://[::1]:3000", true],
  ["http://10.0.0.9:3000", false],
  ["http://plumbline-api.plumbline.svc:80", false],
])("whether pods could reach the platform at %s is told before anything is written", (platformUrl, isTold) => {
  expect(whyUnreachable(wish({ platformUrl })) !== undefined).toBe(isTold);
});

test("the backstop is told in words that people use", () => {
  const lines = [line("nvidia.com/gpu", 16, 8), line("cpu", 64, 0), line("memory", 2 ** 34, 0)];
  const backstop = planNamespace(wish({ queue: queue({ lines }) })).find(({ kind }) => kind === "ResourceQuota");
  expect(backstop?.what).toContain("at most 24 nvidia.com/gpu, 64 cores, 16 GiB of memory, what may be borrowed included");
});
