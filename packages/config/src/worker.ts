import path from "node:path";
import { z } from "zod";
import { type Environment, readEnvironment } from "./environment.ts";
import { outboundVariables, readOutbound } from "./outbound.ts";
import { readStorage, storageVariables } from "./storage.ts";
import { toolEnvironment } from "./tool-environment.ts";
import { readTracing, tracingVariables } from "./tracing.ts";
import { variables as v } from "./variables.ts";

export const workerSchema = z.object({
  ...storageVariables,
  PLUMBLINE_PORT: v.PLUMBLINE_PORT,
  PLUMBLINE_PUBLIC_URL: v.PLUMBLINE_PUBLIC_URL,
  PLUMBLINE_INTERNAL_URL: v.PLUMBLINE_INTERNAL_URL,
  PLUMBLINE_SECRET: v.PLUMBLINE_SECRET,
  ...outboundVariables,
  ...tracingVariables,
  LOG_LEVEL: v.LOG_LEVEL,
  DRAIN_TIMEOUT_MS: v.DRAIN_TIMEOUT_MS,
  DATABASE_URL: v.DATABASE_URL,
  DATABASE_SYSTEM_URL: v.DATABASE_SYSTEM_URL,
  DATABASE_RETENTION_URL: v.DATABASE_RETENTION_URL,
  DATABASE_POOL_SIZE: v.DATABASE_POOL_SIZE,
  DATABASE_SYSTEM_POOL_SIZE: v.DATABASE_SYSTEM_POOL_SIZE,
  DATABASE_RETENTION_POOL_SIZE: v.DATABASE_RETENTION_POOL_SIZE,
  DATABASE_CONNECT_TIMEOUT_MS: v.DATABASE_CONNECT_TIMEOUT_MS,
  DATABASE_STATEMENT_TIMEOUT_MS: v.DATABASE_STATEMENT_TIMEOUT_MS,
  REDIS_URL: v.REDIS_URL,
  WORKER_CONCURRENCY: v.WORKER_CONCURRENCY,
  LOCAL_EXECUTOR: v.LOCAL_EXECUTOR,
  JOBS_DIR: v.JOBS_DIR,
  KUBERNETES_SERVICE_HOST: v.KUBERNETES_SERVICE_HOST,
  KUBERNETES_SERVICE_PORT: v.KUBERNETES_SERVICE_PORT,
});

/** What the worker reads from its environment, parsed. Throws ConfigError. */
export function loadWorkerConfig(env: Environment) {
  const given = readEnvironment(workerSchema, env);
  return {
    dataDir: path.resolve(given.PLUMBLINE_DATA),
    publicUrl: given.PLUMBLINE_PUBLIC_URL ?? `http://localhost:${given.PLUMBLINE_PORT}`,
    internalUrl: given.PLUMBLINE_INTERNAL_URL ?? `http://127.0.0.1:${given.PLUMBLINE_PORT}`,
    secret: given.PLUMBLINE_SECRET,
    ...readOutbound(given),
    tracing: readTracing(given),
    logLevel: given.LOG_LEVEL,
    drainTimeoutMs: given.DRAIN_TIMEOUT_MS,
    database: {
      appUrl: given.DATABASE_URL,
      systemUrl: given.DATABASE_SYSTEM_URL,
      retentionUrl: given.DATABASE_RETENTION_URL,
      appPoolSize: given.DATABASE_POOL_SIZE,
      systemPoolSize: given.DATABASE_SYSTEM_POOL_SIZE,
      retentionPoolSize: given.DATABASE_RETENTION_POOL_SIZE,
      connectTimeoutMs: given.DATABASE_CONNECT_TIMEOUT_MS,
      statementTimeoutMs: given.DATABASE_STATEMENT_TIMEOUT_MS,
    },
    redisUrl: given.REDIS_URL,
    storage: readStorage(given),
    concurrency: given.WORKER_CONCURRENCY,
    kubernetes: { host: given.KUBERNETES_SERVICE_HOST, port: given.KUBERNETES_SERVICE_PORT?.toString() },
    hasLocalExecutor: given.LOCAL_EXECUTOR === "on",
    toolEnv: toolEnvironment(env),
    jobsDir: path.resolve(given.JOBS_DIR ?? path.join(given.PLUMBLINE_DATA, "jobs")),
  };
}
