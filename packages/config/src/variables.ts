import { z } from "zod";
import {
  bucket,
  bytes,
  choice,
  collector,
  databaseUrl,
  directory,
  encryptionKey,
  type Field,
  flag,
  headers,
  host,
  hosts,
  integer,
  name,
  networks,
  origin,
  ratio,
  redisUrl,
  secret,
  sender,
  smtpUrl,
} from "./fields.ts";

/** What the reference table and error messages say about a variable. */
export interface VariableNote {
  describes: string;
  allowed: string;
  /** As shown to people; absent: the variable is required. */
  fallback?: string;
  /** Its value never appears in an error message. */
  isSecret: boolean;
}

/** The note of every variable's schema. */
export const notes = z.registry<VariableNote>();

function required<S extends z.ZodType>(field: Field<S>, describes: string, options: { isSecret?: boolean } = {}): S {
  return annotate(field.schema, { describes, allowed: field.allowed, isSecret: options.isSecret ?? false });
}

/** Absent stays undefined; `fallback` says in words what happens then. */
function optional<S extends z.ZodType>(field: Field<S>, describes: string, fallback: string): z.ZodOptional<S> {
  return annotate(z.optional(field.schema), { describes, allowed: field.allowed, fallback, isSecret: false });
}

function optionalSecret<S extends z.ZodType>(field: Field<S>, describes: string, fallback: string): z.ZodOptional<S> {
  return annotate(z.optional(field.schema), { describes, allowed: field.allowed, fallback, isSecret: true });
}

function defaulted<S extends z.ZodType<unknown, string>>(field: Field<S>, describes: string, fallback: string): z.ZodPrefault<S> {
  return annotate(z.prefault(field.schema, fallback as z.input<S>), { describes, allowed: field.allowed, fallback, isSecret: false });
}

function annotate<S extends z.ZodType>(schema: S, note: VariableNote): S {
  notes.add(schema as z.core.$ZodType, note);
  return schema;
}

const poolSize = integer(1, 500);
const timeoutMs = integer(1, 3_600_000);
const perMinute = integer(0, 100_000_000);
const gibibyte = 2 ** 30;

/** Every environment variable that a process of the product reads, in the order in which the reference shows them. */
export const variables = {
  PLUMBLINE_DATA: defaulted(directory(), "Directory of local data.", ".data"),
  PLUMBLINE_HOST: defaulted(host(), "Address that the api listens on.", "127.0.0.1"),
  PLUMBLINE_PORT: defaulted(integer(1, 65_535), "Port that the api listens on: the one origin of portal, API and MLflow clients.", "3000"),
  PLUMBLINE_PUBLIC_URL: optional(
    origin(),
    "Address by which people and their browsers reach the product. Behind TLS it begins with https://, which makes cookies Secure.",
    "`http://localhost:<PLUMBLINE_PORT>`",
  ),
  PLUMBLINE_INTERNAL_URL: optional(
    origin(),
    "Address by which the portal, jobs and pods reach the api.",
    "`http://127.0.0.1:<PLUMBLINE_PORT>`",
  ),
  PLUMBLINE_WEB_ORIGIN: defaulted(
    origin(),
    "Address of the portal's own server; the api hands it every path that is not its own.",
    "http://127.0.0.1:3001",
  ),
  PLUMBLINE_WEB_HOST: defaulted(host(), "Address that the portal's own server listens on.", "127.0.0.1"),
  PLUMBLINE_WEB_PORT: defaulted(integer(1, 65_535), "Port that the portal's own server listens on.", "3001"),
  PLUMBLINE_SECRET: required(
    secret(),
    "Key that signs sessions and what the api tells the portal. The same for api, worker and portal; changing it signs everyone out.",
    { isSecret: true },
  ),
  SECRETS_KEY: required(
    encryptionKey(),
    "Key that encrypts secrets in the database, such as those of webhooks. The same for api and worker. Without it they are lost: keep a copy.",
    { isSecret: true },
  ),
  SECRETS_KEY_PREVIOUS: optionalSecret(
    encryptionKey(),
    "The key before, while SECRETS_KEY is changed: what it encrypted stays readable, and is encrypted anew within an hour.",
    "none",
  ),
  TRUSTED_PROXIES: optional(
    networks(),
    "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Anyone else who sends these headers is ignored.",
    "none",
  ),
  LOG_LEVEL: defaulted(
    choice(["trace", "debug", "info", "warn", "error", "fatal", "silent"]),
    "Least severe log line that is written.",
    "info",
  ),
  DRAIN_TIMEOUT_MS: defaulted(timeoutMs, "How long a stopping process lets open requests and tasks finish before it cuts them.", "10000"),

  DATABASE_URL: required(databaseUrl(), "PostgreSQL 15 or newer as `plumbline_app`: serves requests under row-level security.", {
    isSecret: true,
  }),
  DATABASE_SYSTEM_URL: required(
    databaseUrl(),
    "The same database as `plumbline_system`: sign-in, token lookup, background work and the queue.",
    { isSecret: true },
  ),
  DATABASE_RETENTION_URL: required(
    databaseUrl(),
    "The same database as `plumbline_retention`: the one role that may delete points and payloads.",
    { isSecret: true },
  ),
  DATABASE_OWNER_URL: required(databaseUrl(), "The same database as `plumbline_owner`: migrations alone use it.", { isSecret: true }),
  DATABASE_ADMIN_URL: required(
    databaseUrl(),
    "A role that may create roles and databases, and a database to ask from: the provisioning step alone uses it.",
    { isSecret: true },
  ),
  DATABASE_POOL_SIZE: defaulted(poolSize, "Connections of one process as `plumbline_app`.", "16"),
  DATABASE_SYSTEM_POOL_SIZE: defaulted(poolSize, "Connections of one process as `plumbline_system`.", "8"),
  DATABASE_RETENTION_POOL_SIZE: defaulted(poolSize, "Connections of one worker as `plumbline_retention`.", "2"),
  DATABASE_CONNECT_TIMEOUT_MS: defaulted(
    timeoutMs,
    "How long a request waits for a connection before it is answered as unavailable.",
    "5000",
  ),
  DATABASE_STATEMENT_TIMEOUT_MS: defaulted(timeoutMs, "How long one statement may run.", "30000"),

  REDIS_URL: optionalSecret(
    redisUrl(),
    "Redis 6.2 or newer that carries the queue. The same for api and worker. Not set: PostgreSQL carries it. It need not keep anything: the tasks are in the database.",
    "none",
  ),

  STORAGE_DIR: optional(directory(), "Directory of artifact bytes, unless S3_BUCKET has them.", "`<PLUMBLINE_DATA>/storage`"),
  S3_BUCKET: optional(bucket(), "Bucket of artifact bytes; nothing else may be in it. Not set: STORAGE_DIR holds them.", "none"),
  S3_ENDPOINT: optional(origin(), "Address of a server that speaks S3 and is not Amazon's.", "Amazon's, of S3_REGION"),
  S3_REGION: defaulted(name(), "Region of the bucket; other servers than Amazon's mostly take any.", "us-east-1"),
  S3_ACCESS_KEY_ID: optionalSecret(
    name(),
    "Key that may read, write, delete and list in the bucket. Not set: found as Amazon's clients find it, such as by the machine's role.",
    "none",
  ),
  S3_SECRET_ACCESS_KEY: optionalSecret(name(), "Its secret half.", "none"),
  S3_FORCE_PATH_STYLE: optional(
    flag(),
    "Whether the bucket is named in the path instead of the host.",
    "true with S3_ENDPOINT, else false",
  ),
  S3_PRESIGNED_DOWNLOADS: defaulted(
    flag(),
    "Whether downloads of whole artifacts from 8 MiB on are sent to S3 itself, by an address that is valid for five minutes. Clients must reach it.",
    "false",
  ),

  BODY_LIMIT_BYTES: defaulted(bytes(1024, gibibyte), "Largest JSON request body.", "16MiB"),
  ARTIFACT_LIMIT_BYTES: defaulted(bytes(1024, 16_384 * gibibyte), "Largest single artifact upload.", "100GiB"),

  RATE_LIMIT_REQUESTS_PER_MINUTE: defaulted(perMinute, "Requests of one token or session, logging apart. 0: no limit.", "6000"),
  RATE_LIMIT_INGEST_PER_MINUTE: defaulted(
    perMinute,
    "Requests of one token that log: runs, points, params, tags, models, artifacts. 0: no limit.",
    "1000000",
  ),
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: defaulted(perMinute, "API requests of one address where nobody is signed in. 0: no limit.", "300"),
  RATE_LIMIT_SIGN_IN_PER_MINUTE: defaulted(perMinute, "Sign-in attempts of one address. 0: no limit.", "20"),

  SESSION_IDLE_MINUTES: defaulted(integer(1, 525_600), "A session that was not used for so long ends.", "720"),
  SESSION_LIFETIME_MINUTES: defaulted(integer(1, 525_600), "A session ends so long after sign-in, used or not.", "20160"),
  SIGN_IN_LOCK_ATTEMPTS: defaulted(integer(1, 1000), "Wrong passwords in a row that lock an account.", "10"),
  SIGN_IN_LOCK_MINUTES: defaulted(
    integer(1, 10_080),
    "How long a locked account stays locked; an administrator can unlock it sooner.",
    "15",
  ),

  SMTP_URL: optionalSecret(
    smtpUrl(),
    "Server that takes e-mail to people. Not set: nobody gets e-mail, the inbox of the portal holds all.",
    "none",
  ),
  SMTP_FROM: optional(sender(), "Sender of e-mail; needed with SMTP_URL.", "none"),

  WEBHOOK_ALLOW_HTTP: defaulted(flag(), "Whether webhooks may go to http:// addresses, unencrypted.", "false"),
  WEBHOOK_ALLOWED_HOSTS: optional(
    hosts(),
    "Receivers of webhooks in private networks, which are refused otherwise. A name allows the private addresses that it leads to.",
    "none",
  ),
  IMPORT_ALLOWED_HOSTS: optional(
    hosts(),
    "MLflow servers in private networks and on this machine that imports may read from, which are refused otherwise. `npm start` allows all of them.",
    "none",
  ),

  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    collector(),
    "Collector of OpenTelemetry traces, over HTTP: /v1/traces is added. Not set: nothing is traced.",
    "none",
  ),
  OTEL_EXPORTER_OTLP_HEADERS: optionalSecret(headers(), "What the collector wants to see in requests, such as a key.", "none"),
  OTEL_TRACES_SAMPLER_ARG: defaulted(ratio(), "Share of traces that is kept. The same for api and worker.", "1"),

  WORKER_CONCURRENCY: defaulted(integer(1, 256), "Tasks that one worker runs at once.", "4"),

  LOCAL_EXECUTOR: defaulted(
    choice(["on", "off"]),
    "Whether jobs may run as programs of the worker's own machine, with the worker's rights: only where everybody who submits jobs is trusted with them. `npm start` turns it on.",
    "off",
  ),
  JOBS_DIR: optional(directory(), "Directory of jobs that run on the worker's own machine.", "`<PLUMBLINE_DATA>/jobs`"),

  KUBERNETES_SERVICE_HOST: optional(
    host(),
    "Kubernetes sets it in every pod: a cluster registered as the one that the worker runs in is reached there.",
    "the worker runs in no cluster",
  ),
  KUBERNETES_SERVICE_PORT: optional(integer(1, 65_535), "As `KUBERNETES_SERVICE_HOST`, its port.", "the worker runs in no cluster"),
} as const;
