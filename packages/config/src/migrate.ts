import { z } from "zod";
import { type Environment, readEnvironment } from "./environment.ts";
import { variables as v } from "./variables.ts";

export const migrateSchema = z.object({ DATABASE_OWNER_URL: v.DATABASE_OWNER_URL });

export const provisionSchema = z.object({
  DATABASE_ADMIN_URL: v.DATABASE_ADMIN_URL,
  DATABASE_OWNER_URL: v.DATABASE_OWNER_URL,
  DATABASE_URL: v.DATABASE_URL,
  DATABASE_SYSTEM_URL: v.DATABASE_SYSTEM_URL,
  DATABASE_RETENTION_URL: v.DATABASE_RETENTION_URL,
});

/** What the step that creates roles and database reads from its environment, parsed. Throws ConfigError. */
export function loadProvisionConfig(env: Environment) {
  const given = readEnvironment(provisionSchema, env);
  return {
    adminUrl: given.DATABASE_ADMIN_URL,
    owner: given.DATABASE_OWNER_URL,
    app: given.DATABASE_URL,
    system: given.DATABASE_SYSTEM_URL,
    retention: given.DATABASE_RETENTION_URL,
  };
}

/** What the migration step reads from its environment, parsed. Throws ConfigError. */
export function loadMigrateConfig(env: Environment) {
  return { ownerUrl: readEnvironment(migrateSchema, env).DATABASE_OWNER_URL };
}
