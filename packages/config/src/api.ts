import path from "node:path";
import { z } from "zod";
import { type Environment, readEnvironment } from "./environment.ts";
import { outboundVariables, readOutbound } from "./outbound.ts";
import { readStorage, storageVariables } from "./storage.ts";
import { readTracing, tracingVariables } from "./tracing.ts";
import { variables as v } from "./variables.ts";

export const apiSchema = z.object({
  ...storageVariables,
  PLUMBLINE_HOST: v.PLUMBLINE_HOST,
  PLUMBLINE_PORT: v.PLUMBLINE_PORT,
  PLUMBLINE_PUBLIC_URL: v.PLUMBLINE_PUBLIC_URL,
  PLUMBLINE_INTERNAL_URL: v.PLUMBLINE_INTERNAL_URL,
  PLUMBLINE_WEB_ORIGIN: v.PLUMBLINE_WEB_ORIGIN,
  PLUMBLINE_SECRET: v.PLUMBLINE_SECRET,
  ...outboundVariables,
  TRUSTED_PROXIES: v.TRUSTED_PROXIES,
  ...tracingVariables,
  LOG_LEVEL: v.LOG_LEVEL,
  DRAIN_TIMEOUT_MS: v.DRAIN_TIMEOUT_MS,
  DATABASE_URL: v.DATABASE_URL,
  DATABASE_SYSTEM_URL: v.DATABASE_SYSTEM_URL,
  DATABASE_POOL_SIZE: v.DATABASE_POOL_SIZE,
  DATABASE_SYSTEM_POOL_SIZE: v.DATABASE_SYSTEM_POOL_SIZE,
  DATABASE_CONNECT_TIMEOUT_MS: v.DATABASE_CONNECT_TIMEOUT_MS,
  DATABASE_STATEMENT_TIMEOUT_MS: v.DATABASE_STATEMENT_TIMEOUT_MS,
  REDIS_URL: v.REDIS_URL,
  BODY_LIMIT_BYTES: v.BODY_LIMIT_BYTES,
  ARTIFACT_LIMIT_BYTES: v.ARTIFACT_LIMIT_BYTES,
  RATE_LIMIT_REQUESTS_PER_MINUTE: v.RATE_LIMIT_REQUESTS_PER_MINUTE,
  RATE_LIMIT_INGEST_PER_MINUTE: v.RATE_LIMIT_INGEST_PER_MINUTE,
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: v.RATE_LIMIT_ANONYMOUS_PER_MINUTE,
  RATE_LIMIT_SIGN_IN_PER_MINUTE: v.RATE_LIMIT_SIGN_IN_PER_MINUTE,
  SESSION_IDLE_MINUTES: v.SESSION_IDLE_MINUTES,
  SESSION_LIFETIME_MINUTES: v.SESSION_LIFETIME_MINUTES,
  SIGN_IN_LOCK_ATTEMPTS: v.SIGN_IN_LOCK_ATTEMPTS,
  SIGN_IN_LOCK_MINUTES: v.SIGN_IN_LOCK_MINUTES,
});

/** What the api reads from its environment, parsed. Throws ConfigError. */
export function loadApiConfig(env: Environment) {
  const given = readEnvironment(apiSchema, env);
  return {
    dataDir: path.resolve(given.PLUMBLINE_DATA),
    host: given.PLUMBLINE_HOST,
    port: given.PLUMBLINE_PORT,
    publicUrl: given.PLUMBLINE_PUBLIC_URL ?? `http://localhost:${given.PLUMBLINE_PORT}`,
    internalUrl: given.PLUMBLINE_INTERNAL_URL ?? `http://127.0.0.1:${given.PLUMBLINE_PORT}`,
    webOrigin: given.PLUMBLINE_WEB_ORIGIN,
    secret: given.PLUMBLINE_SECRET,
    ...readOutbound(given),
    trustedProxies: given.TRUSTED_PROXIES ?? [],
    tracing: readTracing(given),
    logLevel: given.LOG_LEVEL,
    drainTimeoutMs: given.DRAIN_TIMEOUT_MS,
    database: {
      appUrl: given.DATABASE_URL,
      systemUrl: given.DATABASE_SYSTEM_URL,
      appPoolSize: given.DATABASE_POOL_SIZE,
      systemPoolSize: given.DATABASE_SYSTEM_POOL_SIZE,
      connectTimeoutMs: given.DATABASE_CONNECT_TIMEOUT_MS,
      statementTimeoutMs: given.DATABASE_STATEMENT_TIMEOUT_MS,
    },
    redisUrl: given.REDIS_URL,
    storage: readStorage(given),
    bodyLimitBytes: given.BODY_LIMIT_BYTES,
    artifactLimitBytes: given.ARTIFACT_LIMIT_BYTES,
    rateLimits: {
      requestsPerMinute: given.RATE_LIMIT_REQUESTS_PER_MINUTE,
      ingestPerMinute: given.RATE_LIMIT_INGEST_PER_MINUTE,
      anonymousPerMinute: given.RATE_LIMIT_ANONYMOUS_PER_MINUTE,
      signInPerMinute: given.RATE_LIMIT_SIGN_IN_PER_MINUTE,
    },
    session: { idleMinutes: given.SESSION_IDLE_MINUTES, lifetimeMinutes: given.SESSION_LIFETIME_MINUTES },
    signInLock: { attempts: given.SIGN_IN_LOCK_ATTEMPTS, minutes: given.SIGN_IN_LOCK_MINUTES },
  };
}

/** The api's configuration. */
export type ApiConfig = ReturnType<typeof loadApiConfig>;
