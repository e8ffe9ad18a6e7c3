import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configureClusters } from "../configuration.ts";
import { previewNamespace, registerCluster, updateCluster } from "../index.ts";
import type { ClusterFacts } from "../reading/facts.ts";
import { putReading } from "../store/readings.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  configureClusters(env.deps, { internalUrl: "http://plumbline-api.plumbline.svc:80" });
  const connection = { kind: "in-cluster" } as const;
  const { id } = await registerCluster(env.deps, platform(), { name: "here", connection });
  const body = { hasKueue: false, queues: [] } as unknown as ClusterFacts;
  await env.db.transaction({ role: "system" }, (tx) => putReading(tx, id, { readAt: new Date(), body, units: {} }));
});
afterAll(() => env.close());

const platform = () => env.callerOf({ workspace, platformRole: "platform-admin" });
const preview = async () => {
  const wish = { cluster: "here", workspace: workspace.name, namespace: "team-jobs" };
  const { manifests, warnings } = await previewNamespace(env.deps, platform(), wish);
  return { policy: manifests.find(({ name }) => name === "plumbline-jobs")?.yaml ?? "", warnings };
};

test("jobs may reach the platform where they are told to, which need not be where people do", async () => {
  const { policy, warnings } = await preview();
  expect(policy).toContain("kubernetes.io/metadata.name: plumbline\n");
  expect(warnings).toEqual([]);
});

test("a cluster's own way to the platform goes before it; one that leads nowhere is told", async () => {
  await updateCluster(env.deps, platform(), { cluster: "here", settings: { platformUrl: "http://10.0.0.9:3000" } });
  expect((await preview()).policy).toContain("cidr: 10.0.0.9/32");
  await updateCluster(env.deps, platform(), { cluster: "here", settings: { platformUrl: "http://127.0.0.1:3000" } });
  expect((await preview()).warnings).toEqual([expect.stringContaining("which no pod can")]);
});
