import { z } from "zod";

/** A 64-bit integer: servers send numbers, some of them text. */
const Int64 = z.union([z.number(), z.bigint(), z.string().regex(/^-?\d{1,19}$/)]).transform((given) => {
  const exact = typeof given === "number" ? given : BigInt(given);
  const plain = Number(exact);
  return Number.isSafeInteger(plain) || typeof exact === "number" ? plain : exact;
});
const Milliseconds = Int64.transform(Number);
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? "");
const Pair = z.object({ key: z.string(), value: Text });
const Pairs = z
  .array(Pair)
  .nullish()
  .transform((pairs) => pairs ?? []);
const Token = z
  .string()
  .nullish()
  .transform((token) => token || null);
/** MLflow's servers keep an infinity as the greatest float64, and say so. */
const Value = z
  .union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])
  .nullish()
  .transform((given) => {
    const value = Number(given ?? Number.NaN);
    return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
  });
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const Lifecycle = z
  .string()
  .nullish()
  .transform((stage) => (stage === "deleted" ? ("deleted" as const) : ("active" as const)));

const Experiment = z.object({
  experiment_id: z.coerce.string(),
  name: z.string(),
  lifecycle_stage: Lifecycle,
  creation_time: Milliseconds.nullish(),
  tags: Pairs,
});
export type SourceExperiment = z.output<typeof Experiment>;
export const ExperimentPage = z.object({ experiments: list(Experiment), next_page_token: Token });

const Metric = z.object({ key: z.string(), value: Value, timestamp: Int64.default(0), step: Int64.default(0) });
export type SourceMetric = z.output<typeof Metric>;

const Dataset = z.object({
  name: z.string(),
  digest: z.string(),
  source_type: Text,
  source: Text,
  schema: z.string().nullish(),
  profile: z.string().nullish(),
});
const statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
const Status = z.union([
  z.enum(statuses),
  z
    .int()
    .min(1)
    .max(5)
    .transform((number) => statuses[number - 1] ?? "FAILED"),
]);

const Run = z.object({
  info: z.object({
    run_id: z.string(),
    run_name: Text,
    experiment_id: z.coerce.string(),
    user_id: Text,
    status: Status.default("RUNNING"),
    start_time: Milliseconds.nullish(),
    end_time: Milliseconds.nullish(),
    artifact_uri: Text,
    lifecycle_stage: Lifecycle,
  }),
  data: z.object({ metrics: list(Metric), params: Pairs, tags: Pairs }).prefault({}),
  inputs: z
    .object({ dataset_inputs: list(z.object({ dataset: Dataset, tags: Pairs })), model_inputs: list(z.object({ model_id: z.string() })) })
    .prefault({}),
  outputs: z.object({ model_outputs: list(z.object({ model_id: z.string(), step: Milliseconds.default(0) })) }).prefault({}),
});
export type SourceRun = z.output<typeof Run>;
export const RunPage = z.object({ runs: list(Run), next_page_token: Token });

export const HistoryPage = z.object({ metrics: list(Metric), next_page_token: Token });
export const BulkHistory = z.object({ metrics: list(Metric.extend({ run_id: z.string() })) });

const LoggedModel = z.object({
  info: z.object({
    model_id: z.string(),
    experiment_id: z.coerce.string(),
    name: Text,
    model_type: z.string().nullish(),
    source_run_id: z.string().nullish(),
    status: z.union([z.string(), z.number()]).nullish(),
    status_message: z.string().nullish(),
    artifact_uri: Text,
    creation_timestamp_ms: Milliseconds.nullish(),
    last_updated_timestamp_ms: Milliseconds.nullish(),
    tags: Pairs,
  }),
  data: z
    .object({
      params: Pairs,
      metrics: list(Metric.extend({ run_id: Text, dataset_name: Text, dataset_digest: Text })),
    })
    .prefault({}),
});
export type SourceLoggedModel = z.output<typeof LoggedModel>;
export const LoggedModelPage = z.object({ models: list(LoggedModel), next_page_token: Token });

const RegisteredModel = z.object({
  name: z.string(),
  description: Text,
  tags: Pairs,
  aliases: list(z.object({ alias: z.string(), version: z.coerce.number() })),
});
export type SourceModel = z.output<typeof RegisteredModel>;
export const RegisteredModelPage = z.object({ registered_models: list(RegisteredModel), next_page_token: Token });
export const RegisteredModelAnswer = z.object({ registered_model: RegisteredModel });

const Version = z.object({
  name: z.string(),
  version: z.coerce.number(),
  description: Text,
  source: Text,
  run_id: Text,
  run_link: Text,
  model_id: z.string().nullish(),
  user_id: Text,
  current_stage: Text,
  creation_timestamp: Milliseconds.nullish(),
  tags: Pairs,
});
export type SourceVersion = z.output<typeof Version>;
export const VersionPage = z.object({ model_versions: list(Version), next_page_token: Token });

export const ArtifactPage = z.object({
  root_uri: z.string().nullish(),
  files: list(z.object({ path: z.string(), is_dir: z.boolean().nullish(), file_size: Milliseconds.nullish() })),
  next_page_token: Token,
});
