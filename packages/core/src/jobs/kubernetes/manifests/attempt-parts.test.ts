import { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import { expect, test } from "vitest";
import { cacheManifests, launcherManifest, planManifest, secretManifest, serviceManifest } from "./attempt-parts.ts";
import { planAttempt } from "./attempt-plan.ts";
import { testName as name, testLaunch, testSite, testToken } from "./open-test-launch.ts";

const metadata = {
  name,
  namespace: "fraud-jobs",
  labels: expect.objectContaining({ "plumbline.io/attempt-name": name }),
};
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("secret values are in one Secret", () => {
  const { plan, secretValues } = planAttempt(testLaunch({ secrets: { DB_PASSWORD: "s3cret" } }), testSite());
  expect(secretManifest(plan, secretValues)).toEqual({
    metadata,
    type: "Opaque",
    immutable: true,
    data: { DB_PASSWORD: base64("s3cret"), MLFLOW_TRACKING_TOKEN: base64(testToken), PLUMBLINE_TOKEN: base64(testToken) },
  });
});

test("what is to be downloaded is listed, where there is anything", () => {
  expect(planManifest(planAttempt(testLaunch(), testSite()).plan)).toBeUndefined();
  const inputs = [{ kind: "dataset" as const, name: "d/1", urlPath: "/x", path: "d.csv", sha256: "b", sizeBytes: 3 }];
  const { plan } = planAttempt(testLaunch({ inputs }), testSite());
  expect(planManifest(plan)).toEqual({
    metadata,
    immutable: true,
    data: { "inputs.json": '[{"url":"/x","path":"d.csv","sha256":"b","sizeBytes":3,"extract":false}]' },
  });
});

test("several nodes have names before they are ready; one needs none", () => {
  expect(serviceManifest(planAttempt(testLaunch(), testSite()).plan)).toBeUndefined();
  expect(serviceManifest(planAttempt(testLaunch({ spec: { nodes: 2 } }), testSite()).plan)).toEqual({
    metadata,
    spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: { "batch.kubernetes.io/job-name": name } },
  });
});

test("a cache stays when the attempt goes", () => {
  const mounts = [{ cache: "hf", path: "/cache", size: "50Gi" }];
  const settings = ClusterSettings.parse({ cacheStorageClass: "fast" });
  const cachesOf = (nodes: number, site = testSite()) => cacheManifests(planAttempt(testLaunch({ spec: { mounts, nodes } }), site).plan);
  expect(cachesOf(1, testSite({ settings }))).toEqual([
    {
      metadata: { name: "cache-hf", namespace: "fraud-jobs", labels: { "app.kubernetes.io/managed-by": "plumbline" } },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage: "50Gi" } } },
    },
  ]);
  expect(cachesOf(2)[0]?.spec).toEqual({ accessModes: ["ReadWriteMany"], resources: { requests: { storage: "50Gi" } } });
});

test("the launcher is one object for a namespace", () => {
  expect(launcherManifest("fraud-jobs", { name: "plumbline-launcher-1", files: { "launcher.py": "x" } })).toEqual({
    metadata: { name: "plumbline-launcher-1", namespace: "fraud-jobs", labels: { "app.kubernetes.io/managed-by": "plumbline" } },
    immutable: true,
    data: { "launcher.py": "x" },
  });
});
