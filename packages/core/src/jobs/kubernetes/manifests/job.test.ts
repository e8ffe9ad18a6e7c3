import { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import { expect, test } from "vitest";
import { planAttempt } from "./attempt-plan.ts";
import { jobManifest } from "./job.ts";
import { testName as name, testLaunch, testSite, testToken } from "./open-test-launch.ts";

const manifestOf = (launch = testLaunch(), site = testSite()) => jobManifest(planAttempt(launch, site).plan);
const podOf = (launch = testLaunch(), site = testSite()) => manifestOf(launch, site).spec.template.spec as Record<string, unknown>;
type Container = {
  name: string;
  command: string[];
  env: { name: string; value?: string; valueFrom?: object }[];
  resources: { requests: object; limits: object };
} & Record<string, unknown>;
const commandOf = (...given: Parameters<typeof podOf>) => (podOf(...given).containers as Container[])[0] as Container;
const initsOf = (...given: Parameters<typeof podOf>) => (podOf(...given).initContainers ?? []) as Container[];
const envOf = (container: Container | undefined) =>
  Object.fromEntries((container?.env ?? []).map(({ name: key, value, valueFrom }) => [key, value ?? valueFrom]));
const secret = (key: string) => ({ secretKeyRef: { name, key } });
const labels = {
  "app.kubernetes.io/managed-by": "plumbline",
  "plumbline.io/workspace": "7",
  "plumbline.io/job": "01234567-89ab-cdef-0123-456789abcdef",
  "plumbline.io/attempt": "2",
  "plumbline.io/attempt-name": name,
};
const containerSecurity = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } };
const mounts = [
  { name: "work", mountPath: "/work" },
  { name: "home", mountPath: "/var/job" },
  { name: "tmp", mountPath: "/tmp" },
  { name: "shm", mountPath: "/dev/shm" },
  { name: "launcher", mountPath: "/plumbline/launcher", readOnly: true },
];

test("a plain job is exactly this", () => {
  expect(manifestOf()).toEqual({
    metadata: {
      name,
      namespace: "fraud-jobs",
      labels: { ...labels, "kueue.x-k8s.io/queue-name": "jobs" },
      annotations: { "plumbline.io/title": "train-12" },
    },
    spec: {
      suspend: true,
      parallelism: 1,
      completions: 1,
      completionMode: "NonIndexed",
      backoffLimit: 0,
      podReplacementPolicy: "Failed",
      podFailurePolicy: {
        rules: [
          { action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
          { action: "FailJob", onExitCodes: { containerName: "main", operator: "NotIn", values: [0] } },
        ],
      },
      activeDeadlineSeconds: 86_400,
      ttlSecondsAfterFinished: 86_400,
      template: {
        metadata: { labels, annotations: {} },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 65,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "main",
              image: "registry.test/train:1",
              imagePullPolicy: "IfNotPresent",
              command: ["python3", "/plumbline/launcher/launcher.py", "--", "python", "train.py"],
              workingDir: "/work",
              env: expect.any(Array),
              resources: {
                requests: { cpu: "1", memory: "2Gi", "ephemeral-storage": "10Gi" },
                limits: { memory: "2Gi", "ephemeral-storage": "10Gi" },
              },
              securityContext: containerSecurity,
              terminationMessagePolicy: "FallbackToLogsOnError",
              volumeMounts: mounts,
            },
          ],
          volumes: [
            { name: "work", emptyDir: { sizeLimit: "10Gi" } },
            { name: "home", emptyDir: { sizeLimit: "10Gi" } },
            { name: "tmp", emptyDir: { sizeLimit: "10Gi" } },
            { name: "shm", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
            { name: "launcher", configMap: { name: "plumbline-launcher-1" } },
          ],
        },
      },
    },
  });
  expect(envOf(commandOf())).toEqual({
    HOME: "/var/job",
    TMPDIR: "/tmp",
    USER: "job",
    MLFLOW_TRACKING_URI: "http://127.0.0.1:8080",
    MLFLOW_TRACKING_TOKEN: secret("MLFLOW_TRACKING_TOKEN"),
    PLUMBLINE_URL: "http://127.0.0.1:8080",
    PLUMBLINE_TOKEN: secret("PLUMBLINE_TOKEN"),
    PLUMBLINE_ATTEMPT: "2",
    PLUMBLINE_GRACE_SECONDS: "30",
    MASTER_ADDR: "localhost",
    MASTER_PORT: "29500",
    WORLD_SIZE: "1",
    LOCAL_WORLD_SIZE: "1",
    NODE_RANK: "0",
    RANK: "0",
    PET_NNODES: "1",
    PET_NPROC_PER_NODE: "1",
    PET_MASTER_ADDR: "localhost",
    PET_MASTER_PORT: "29500",
    PET_NODE_RANK: "0",
    PLUMBLINE_RANK: "0",
    PLUMBLINE_NODES: "1",
    PLUMBLINE_HOSTS: "localhost:1",
    PLUMBLINE_JOB_ID: "01234567-89ab-cdef-0123-456789abcdef",
  });
});

test("no secret and no token is in a Job, whatever it holds", () => {
  const launch = testLaunch({
    secrets: { DB_PASSWORD: "s3cret-value" },
    env: { ...testLaunch().env, HEADER: `Bearer ${testToken}` },
    spec: { secrets: { DB_PASSWORD: "db" }, source: { archive: "a".repeat(64) }, nodes: 2 },
    inputs: [
      {
        kind: "dataset",
        name: "d/1",
        urlPath: "/api/v1/datasets/d/versions/1/content",
        path: "d.csv",
        sha256: "b".repeat(64),
        sizeBytes: 3,
      },
    ],
  });
  const text = JSON.stringify(manifestOf(launch));
  expect(text).not.toContain("s3cret-value");
  expect(text).not.toContain(testToken);
  expect(envOf(commandOf(launch))).toMatchObject({
    DB_PASSWORD: secret("DB_PASSWORD"),
    HEADER: secret("HEADER"),
    PLUMBLINE_MASK: "DB_PASSWORD",
  });
});

test("nodes find each other by name, and wait for each other", () => {
  const launch = testLaunch({ spec: { nodes: 2, processesPerNode: 8 } });
  const { spec } = manifestOf(launch);
  expect(spec).toMatchObject({ parallelism: 2, completions: 2, completionMode: "Indexed", template: { spec: { subdomain: name } } });
  const rank = { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } };
  const env = envOf(commandOf(launch));
  expect(env).toMatchObject({
    MASTER_ADDR: `${name}-0.${name}`,
    WORLD_SIZE: "16",
    LOCAL_WORLD_SIZE: "8",
    NODE_RANK: rank,
    PET_NODE_RANK: rank,
    PET_NNODES: "2",
    PET_NPROC_PER_NODE: "8",
    PLUMBLINE_RANK: rank,
    PLUMBLINE_HOSTS: `${name}-0.${name}:8,${name}-1.${name}:8`,
  });
  // Eight processes of a node cannot all have the rank of their node.
  expect(env).not.toHaveProperty("RANK");
  const peers = initsOf(launch)[0];
  expect(peers).toMatchObject({ name: "peers", command: ["python3", "/plumbline/launcher/peers.py"], securityContext: containerSecurity });
  expect(envOf(peers)).toMatchObject({ PLUMBLINE_PEERS: `${name}-0.${name},${name}-1.${name}` });
  expect(envOf(peers)).not.toHaveProperty("PLUMBLINE_TOKEN");
});

test("inputs and code are laid in before the command, with their digests", () => {
  const launch = testLaunch({
    spec: { source: { archive: "a".repeat(64) } },
    resolved: { ...testLaunch().resolved, source: { kind: "archive", digest: "a".repeat(64), sizeBytes: 9 } },
    inputs: [{ kind: "dataset", name: "d/1", urlPath: "/x", path: "data/d.csv", sha256: "b".repeat(64), sizeBytes: 3 }],
    resumeFrom: {
      attempt: 1,
      step: 5,
      files: [{ kind: "artifact", name: "r/c", urlPath: "/y", path: "out/5.pt", sha256: "c".repeat(64), sizeBytes: 4 }],
    },
  });
  expect(planAttempt(launch, testSite()).plan.files).toEqual([
    { url: `/api/v1/job-sources/${"a".repeat(64)}`, path: "", sha256: "a".repeat(64), sizeBytes: 9, extract: true },
    { url: "/x", path: "data/d.csv", sha256: "b".repeat(64), sizeBytes: 3, extract: false },
    { url: "/y", path: "out/5.pt", sha256: "c".repeat(64), sizeBytes: 4, extract: false },
  ]);
  const [inputs] = initsOf(launch);
  expect(inputs).toMatchObject({
    name: "inputs",
    command: ["python3", "/plumbline/launcher/launcher.py", "fetch"],
    resources: { limits: { memory: "256Mi" }, requests: { cpu: "0.5" } },
    volumeMounts: [...mounts, { name: "plan", mountPath: "/plumbline/plan", readOnly: true }],
  });
  expect(envOf(inputs)).toEqual({
    HOME: "/var/job",
    TMPDIR: "/tmp",
    USER: "job",
    PLUMBLINE_URL: "http://127.0.0.1:8080",
    PLUMBLINE_TOKEN: secret("PLUMBLINE_TOKEN"),
    PLUMBLINE_JOB_ID: "01234567-89ab-cdef-0123-456789abcdef",
    PLUMBLINE_ATTEMPT: "2",
    PLUMBLINE_RANK: "0",
    PLUMBLINE_INPUTS: "/plumbline/plan/inputs.json",
    PLUMBLINE_INPUTS_DIR: "/work",
  });
});

test("a commit is cloned first, and the command begins in its directory, where its inputs are too", () => {
  const git = { url: "https://git.test/a.git", commit: "d".repeat(40), directory: "train" };
  const launch = testLaunch({ spec: { source: { git } } });
  expect(initsOf(launch).map((container) => container.name)).toEqual(["source"]);
  expect(envOf(initsOf(launch)[0])).toMatchObject({ SOURCE_URL: git.url, SOURCE_COMMIT: git.commit });
  const workingDir = ["", "work", "train"].join("/");
  expect(commandOf(launch)).toMatchObject({ workingDir });
  const input = {
    kind: "dataset",
    name: "loans/1",
    urlPath: "/api/v1/x",
    path: "loans.csv",
    sha256: "a".repeat(64),
    sizeBytes: 1,
  } as const;
  expect(envOf(initsOf({ ...launch, inputs: [input] })[1])).toMatchObject({ PLUMBLINE_INPUTS_DIR: workingDir });
});

const h100 = { name: "h100", nodeLabels: { gpu: "h100" }, tolerations: [{ key: "gpu", operator: "Exists" }], topology: "racks" };
test("GPUs of a flavour are asked for where its nodes are", () => {
  const launch = testLaunch({
    flavour: "h100",
    spec: { resources: { cpu: 8, memory: "64Gi", sharedMemory: "16Gi", disk: "100Gi", gpus: { count: 4 } } },
  });
  const site = testSite({ flavours: [h100] });
  expect(podOf(launch, site)).toMatchObject({ nodeSelector: { gpu: "h100" }, tolerations: [{ key: "gpu", operator: "Exists" }] });
  const limits = { memory: "81920Mi", "ephemeral-storage": "100Gi", "nvidia.com/gpu": "4" };
  expect(commandOf(launch, site).resources).toEqual({ requests: { cpu: "8", ...limits }, limits });
  expect(podOf(launch, site).volumes).toContainEqual({ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "16Gi" } });
});

test("disk is asked for only where the queue counts it, or where nothing is counted", () => {
  const limits = (counted: readonly string[] | null) => commandOf(testLaunch(), testSite({ counted })).resources.limits;
  expect(limits(["nvidia.com/gpu", "cpu", "memory"])).toEqual({ memory: "2Gi" });
  expect(limits(null)).toEqual({ memory: "2Gi", "ephemeral-storage": "10Gi" });
});

test("slices have a name of their own, and a flavour that is gone is refused", () => {
  const launch = testLaunch({ flavour: "h100", spec: { resources: { gpus: { count: 2, mig: "1g.10gb" } } } });
  expect(commandOf(launch, testSite({ flavours: [h100] })).resources.limits).toMatchObject({ "nvidia.com/mig-1g.10gb": "2" });
  expect(() => manifestOf(launch, testSite({ flavours: [{ ...h100, name: "a100" }] }))).toThrow(
    'The cluster has no flavour "h100" any more; it has a100.',
  );
});

test.each([
  ["high", ["low", "high"], "high"],
  ["high", ["plumbline-high"], "plumbline-high"],
  ["high", ["urgent"], undefined],
] as const)("priority %s among %j is %s", (priority, priorityClasses, found) => {
  const { metadata } = manifestOf(testLaunch({ spec: { priority } }), testSite({ priorityClasses }));
  expect((metadata.labels as Record<string, string>)["kueue.x-k8s.io/priority-class"]).toBe(found);
});

test("without Kueue no queue is named", () => {
  const manifest = manifestOf(testLaunch(), testSite({ queue: null }));
  expect([manifest.metadata.labels, manifest.spec.suspend]).toEqual([labels, false]);
});

test("nodes close together are asked for where the cluster knows how they stand", () => {
  const launch = testLaunch({ flavour: "h100", spec: { topology: "rack", nodes: 2, resources: { gpus: { count: 8 } } } });
  const settings = ClusterSettings.parse({ topology: { rack: "topology.test/rack" } });
  const annotations = (site: Parameters<typeof testSite>[0]) => manifestOf(launch, testSite(site)).spec.template.metadata.annotations;
  expect(annotations({ flavours: [h100], settings })).toEqual({ "kueue.x-k8s.io/podset-preferred-topology": "topology.test/rack" });
  expect(annotations({ flavours: [h100] })).toEqual({});
  expect(annotations({ flavours: [{ ...h100, topology: null }], settings })).toEqual({});
});

test("remote memory access is for those workspaces alone that were given it", () => {
  const launch = testLaunch({ spec: { nodes: 2, resources: { gpus: { count: 8 } } } });
  const settings = (workspaces: string[]) => ClusterSettings.parse({ rdma: { resource: "rdma/hca", count: 1, workspaces } });
  const given = commandOf(launch, testSite({ settings: settings(["fraud"]) }));
  expect(given.securityContext).toEqual({ ...containerSecurity, capabilities: { drop: ["ALL"], add: ["IPC_LOCK"] } });
  expect(given.resources.limits).toMatchObject({ "rdma/hca": "1" });
  for (const [other, site] of [
    [launch, testSite({ settings: settings(["nlp"]) })],
    [testLaunch({ spec: { resources: { gpus: { count: 8 } } } }), testSite({ settings: settings(["fraud"]) })],
  ] as const) {
    expect(commandOf(other, site).securityContext).toEqual(containerSecurity);
    expect(commandOf(other, site).resources.limits).not.toHaveProperty("rdma/hca");
  }
});

test("mounts are claims, and a cache is one that stays", () => {
  const launch = testLaunch({
    spec: {
      mounts: [
        { claim: "models", path: "/models" },
        { cache: "hf", path: "/cache", size: "50Gi" },
      ],
    },
  });
  expect(podOf(launch).volumes).toEqual(
    expect.arrayContaining([
      { name: "mount-0", persistentVolumeClaim: { claimName: "models", readOnly: true } },
      { name: "mount-1", persistentVolumeClaim: { claimName: "cache-hf", readOnly: false } },
    ]),
  );
  expect(commandOf(launch).volumeMounts).toEqual([
    ...mounts,
    { name: "mount-0", mountPath: "/models", readOnly: true },
    { name: "mount-1", mountPath: "/cache", readOnly: false },
  ]);
});

test("the grace of a checkpoint comes before the time to keep it and to deliver what is left", () => {
  const launch = testLaunch({ spec: { checkpoint: { path: "out", graceSeconds: 120 } } });
  expect(podOf(launch)).toMatchObject({ terminationGracePeriodSeconds: 185 });
  expect(envOf(commandOf(launch))).toMatchObject({ PLUMBLINE_GRACE_SECONDS: "120" });
});

test("without the launcher the command is the container's first process", () => {
  const launch = testLaunch({ spec: { launcher: false, nodes: 2 } });
  expect(commandOf(launch)).toMatchObject({ command: ["python", "train.py"], volumeMounts: mounts.slice(0, 4) });
  expect(initsOf(launch)).toEqual([]);
  const source = "a".repeat(64);
  const fetching = testLaunch({
    spec: { launcher: false, source: { archive: source } },
    resolved: { ...testLaunch().resolved, source: { kind: "archive", digest: source, sizeBytes: 1 } },
  });
  expect(commandOf(fetching)).toMatchObject({ volumeMounts: mounts.slice(0, 4) });
  expect(initsOf(fetching)).toMatchObject([
    { name: "inputs", volumeMounts: expect.arrayContaining([expect.objectContaining({ name: "launcher" })]) },
  ]);
  expect(podOf(fetching).volumes).toContainEqual({ name: "launcher", configMap: { name: "plumbline-launcher-1" } });
});

test("the platform has another address there, and Kubernetes expands nothing of what people wrote", () => {
  const settings = ClusterSettings.parse({ platformUrl: "http://plumbline.svc:8080", imagePullSecrets: ["pull"], keepEndedSeconds: 3600 });
  const launch = testLaunch({ env: { ...testLaunch().env, EXPR: "$(HOME)/$$x" }, spec: { command: ["echo", "$(HOME)"] } });
  const site = testSite({ settings });
  expect(envOf(commandOf(launch, site))).toMatchObject({
    MLFLOW_TRACKING_URI: "http://plumbline.svc:8080",
    PLUMBLINE_URL: "http://plumbline.svc:8080",
    EXPR: "$$(HOME)/$$$$x",
  });
  expect(commandOf(launch, site).command.at(-1)).toBe("$$(HOME)");
  expect(podOf(launch, site)).toMatchObject({ imagePullSecrets: [{ name: "pull" }] });
});

test("a job without an image is refused", () => {
  const launch = testLaunch({ resolved: { ...testLaunch().resolved, image: null } });
  expect(() => manifestOf(launch)).toThrow("On a cluster a job needs an image, or a training runtime that has one.");
  const runtime = { name: "torch", version: 1, image: "registry.test/torch@sha256:1" };
  expect(commandOf(testLaunch({ resolved: { ...testLaunch().resolved, image: null, runtime } }))).toMatchObject({ image: runtime.image });
});
