import { z } from "zod";
import { SecretName } from "#src/secrets/secret.ts";

/** Lower-case letters, digits and hyphens, as Kubernetes names its objects. */
export const JobName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and hyphens, beginning and ending with a letter or digit");

const EnvName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "letters, digits and _, not beginning with a digit")
  .refine((name) => !/^(PLUMBLINE_|MLFLOW_TRACKING_|MLFLOW_RUN_ID$|MLFLOW_WORKSPACE$)/.test(name), "is set by the platform");

/** A path below the working directory of the job. */
export const RelativePath = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").some((part) => part === ".." || part === "." || part === ""),
    "a relative path without . and ..",
  );
const AbsolutePath = z
  .string()
  .max(500)
  .regex(/^\/[^\0]+$/, "an absolute path")
  .refine((path) => !path.split("/").includes(".."), "a path without ..");

const mebibyte = 2 ** 20;
const units: Readonly<Record<string, number>> = { Mi: mebibyte, Gi: mebibyte * 1024, Ti: mebibyte * 1024 ** 2 };
/** An amount of memory or disk as `512Mi`, `16Gi` or `1Ti`. */
export const Amount = z.string().regex(/^[1-9][0-9]{0,5}(Mi|Gi|Ti)$/, "an amount such as 512Mi, 16Gi or 1Ti");
/** Bytes of an amount. */
export const bytesOfAmount = (amount: string): number => Number(amount.slice(0, -2)) * (units[amount.slice(-2)] ?? 1);

/** Minutes of a time such as `90s`, `45m`, `6h` or `2d`. */
export const Duration = z.string().regex(/^[1-9][0-9]{0,5}(s|m|h|d)$/, "a time such as 90s, 45m, 6h or 2d");
const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
export const secondsOfDuration = (duration: string): number => Number(duration.slice(0, -1)) * (secondsOf[duration.slice(-1)] ?? 1);

export const jobLimits = {
  specBytes: 65_536,
  sourceBytes: 209_715_200,
  environmentVariables: 200,
  inputs: 50,
  nodes: 256,
  gpusPerNode: 64,
  timeLimitSeconds: 30 * 86_400,
  attempts: 20,
} as const;

/** Where the code comes from: an uploaded archive (`.tar.gz`), or a commit of a git repository that the job can reach. */
export const JobSource = z.union([
  z.strictObject({ archive: z.string().regex(/^[0-9a-f]{64}$/, "the SHA-256 of an uploaded source, in hex") }),
  z.strictObject({
    git: z.strictObject({
      url: z.url({ protocol: /^https$/ }).max(1000),
      commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "a full commit id"),
      directory: RelativePath.optional(),
    }),
  }),
]);

/** What is laid into the working directory, checked against its digest, before the command runs. */
export const JobInput = z.union([
  z.strictObject({ dataset: z.string().min(1).max(500), version: z.int().min(1), path: RelativePath }),
  z.strictObject({ run: z.string().min(1).max(64), artifact: RelativePath, path: RelativePath }),
  z.strictObject({ model: z.string().min(1).max(250), version: z.int().min(1), path: RelativePath }),
]);
export type JobInput = z.infer<typeof JobInput>;

/** What a cluster mounts: a claim of its namespace, or a directory of the node that survives attempts. */
export const JobMount = z.union([
  z.strictObject({ claim: JobName, path: AbsolutePath, readOnly: z.boolean().default(true) }),
  z.strictObject({ cache: JobName, path: AbsolutePath, size: Amount }),
]);
/** A mount as people write it. */
export type WrittenMount = z.input<typeof JobMount>;

/** For each node. */
export const JobResources = z.strictObject({
  cpu: z.number().min(0.1).max(1024).default(1),
  memory: Amount.default("2Gi"),
  sharedMemory: Amount.optional(),
  disk: Amount.default("10Gi"),
  gpus: z
    .strictObject({
      count: z.int().min(1).max(jobLimits.gpusPerNode),
      /** Name of a pool's flavour, such as `h100`. Left out: any that has GPUs. */
      flavour: JobName.optional(),
      /** Slice of a GPU, such as `1g.10gb`; then `count` counts slices. */
      mig: z
        .string()
        .regex(/^[0-9]g\.[0-9]{1,3}gb$/, "a MIG profile such as 1g.10gb")
        .optional(),
    })
    .optional(),
});
export type JobResources = z.infer<typeof JobResources>;

const Retries = z
  .int()
  .min(0)
  .max(jobLimits.attempts - 1);
/** How often an attempt that ended so is followed by another. */
export const JobRetries = z.strictObject({
  userFailure: Retries.default(0),
  outOfMemory: Retries.default(0),
  infrastructure: Retries.default(3),
  preempted: Retries.default(10),
  backoffSeconds: z.int().min(1).max(600).default(10),
});

export const JobPriority = z.enum(["low", "normal", "high"]);
export type JobPriority = z.infer<typeof JobPriority>;
export const JobKind = z.enum(["training", "batch", "evaluation"]);
export type JobKind = z.infer<typeof JobKind>;

/** What is to be run, as people write it: YAML or JSON. */
export const JobSpec = z
  .strictObject({
    name: JobName,
    kind: JobKind.default("training"),
    /** A training runtime, as `name` (its newest version) or `name@3`. */
    runtime: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,62}(@[1-9][0-9]{0,5})?$/, "a runtime such as sklearn or sklearn@3")
      .optional(),
    /** A container image, best with its digest. */
    image: z.string().min(1).max(500).regex(/^\S+$/, "no spaces").optional(),
    source: JobSource.optional(),
    command: z.array(z.string().max(10_000)).min(1).max(500),
    /** Whether the command runs beneath the platform's launcher, which needs `python3` in the image: it samples resources and ships what is printed. */
    launcher: z.boolean().default(true),
    env: z.record(EnvName, z.string().max(10_000)).default({}),
    /** Environment variable -> name of a secret of the workspace. */
    secrets: z.record(EnvName, SecretName).default({}),
    inputs: z.array(JobInput).max(jobLimits.inputs).default([]),
    mounts: z.array(JobMount).max(20).default([]),
    resources: JobResources.prefault({}),
    nodes: z.int().min(1).max(jobLimits.nodes).default(1),
    processesPerNode: z.int().min(1).max(jobLimits.gpusPerNode).default(1),
    /** Nodes of one job close together: in one rack or block, where the cluster knows. */
    topology: z.enum(["any", "block", "rack"]).default("any"),
    priority: JobPriority.default("normal"),
    timeLimit: Duration.default("24h").refine((duration) => secondsOfDuration(duration) <= jobLimits.timeLimitSeconds, "at most 30d"),
    retries: JobRetries.prefault({}),
    checkpoint: z
      .strictObject({
        /** Kept from one attempt to the next, as artifacts of the run. */
        path: RelativePath,
        /** Between the request to end and the end. */
        graceSeconds: z.int().min(1).max(3600).default(60),
      })
      .optional(),
    /** Name of an experiment, made where it is not there. */
    experiment: z.string().trim().min(1).max(500).default("Default"),
    tags: z.record(z.string().min(1).max(250), z.string().max(5000)).default({}),
    /** Name of a cluster, or `local`. Left out: where the pool of the flavour is. */
    cluster: JobName.optional(),
  })
  .refine((spec) => !(spec.runtime && spec.image), { path: ["image"], message: "give a runtime or an image, not both" })
  .refine((spec) => Object.keys(spec.env).length <= jobLimits.environmentVariables, {
    path: ["env"],
    message: `at most ${jobLimits.environmentVariables} variables`,
  })
  .refine((spec) => Object.keys(spec.secrets).every((name) => !(name in spec.env)), {
    path: ["secrets"],
    message: "a variable is either plain or a secret",
  });
export type JobSpec = z.infer<typeof JobSpec>;
/** A spec as people write it, defaults left out. */
export type WrittenSpec = z.input<typeof JobSpec>;
