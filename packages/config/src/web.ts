import { z } from "zod";
import { type Environment, readEnvironment } from "./environment.ts";
import { variables as v } from "./variables.ts";

export const webSchema = z.object({
  PLUMBLINE_WEB_HOST: v.PLUMBLINE_WEB_HOST,
  PLUMBLINE_WEB_PORT: v.PLUMBLINE_WEB_PORT,
  PLUMBLINE_PORT: v.PLUMBLINE_PORT,
  PLUMBLINE_PUBLIC_URL: v.PLUMBLINE_PUBLIC_URL,
  PLUMBLINE_INTERNAL_URL: v.PLUMBLINE_INTERNAL_URL,
  PLUMBLINE_SECRET: v.PLUMBLINE_SECRET,
  LOG_LEVEL: v.LOG_LEVEL,
  DRAIN_TIMEOUT_MS: v.DRAIN_TIMEOUT_MS,
  SESSION_LIFETIME_MINUTES: v.SESSION_LIFETIME_MINUTES,
});

/** What the portal's server reads from its environment, parsed. Throws ConfigError. */
export function loadWebConfig(env: Environment) {
  const given = readEnvironment(webSchema, env);
  return {
    host: given.PLUMBLINE_WEB_HOST,
    port: given.PLUMBLINE_WEB_PORT,
    publicUrl: given.PLUMBLINE_PUBLIC_URL ?? `http://localhost:${given.PLUMBLINE_PORT}`,
    internalUrl: given.PLUMBLINE_INTERNAL_URL ?? `http://127.0.0.1:${given.PLUMBLINE_PORT}`,
    secret: given.PLUMBLINE_SECRET,
    logLevel: given.LOG_LEVEL,
    drainTimeoutMs: given.DRAIN_TIMEOUT_MS,
    session: { lifetimeMinutes: given.SESSION_LIFETIME_MINUTES },
  };
}

/** The portal server's configuration. */
export type WebConfig = ReturnType<typeof loadWebConfig>;
