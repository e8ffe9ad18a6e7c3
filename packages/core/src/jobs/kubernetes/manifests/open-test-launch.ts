import { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import { JobSpec } from "@plumbline/contracts/jobs/spec";
import type { z } from "zod";
import type { Launch } from "../../executors/executor.ts";
import type { Site } from "./site.ts";

type Given = Partial<Omit<Launch, "spec">> & { readonly spec?: Partial<z.input<typeof JobSpec>> };

export const testToken = "plt_the-token-of-the-attempt";
export const testName = "pl-7-0123456789abcdef0123456789abcdef-2";

/** A launch as the reconciler makes it. */
export function testLaunch({ spec, ...given }: Given = {}): Launch {
  return {
    name: testName,
    workspaceId: 7,
    workspace: "fraud",
    jobId: "01234567-89ab-cdef-0123-456789abcdef",
    title: "train-12",
    attempt: 2,
    clusterId: "c",
    flavour: null,
    spec: JobSpec.parse({ name: "train", image: "registry.test/train:1", command: ["python", "train.py"], ...spec }),
    resolved: { runtime: null, image: "registry.test/train:1", source: { kind: "none", digest: null, sizeBytes: null }, inputs: [] },
    packages: [],
    token: testToken,
    runId: "r",
    env: {
      MLFLOW_TRACKING_URI: "http://127.0.0.1:8080",
      MLFLOW_TRACKING_TOKEN: testToken,
      PLUMBLINE_URL: "http://127.0.0.1:8080",
      PLUMBLINE_TOKEN: testToken,
      PLUMBLINE_JOB_ID: "01234567-89ab-cdef-0123-456789abcdef",
      PLUMBLINE_ATTEMPT: "2",
    },
    secrets: {},
    inputs: [],
    resumeFrom: null,
    ...given,
  };
}

export const testSite = (given: Partial<Site> = {}): Site => ({
  namespace: "fraud-jobs",
  queue: "jobs",
  counted: ["nvidia.com/gpu", "cpu", "memory", "ephemeral-storage"],
  flavours: [],
  priorityClasses: [],
  settings: ClusterSettings.parse({}),
  launcher: "plumbline-launcher-1",
  ...given,
});
