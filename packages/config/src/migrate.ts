import { z } from "zod";
import { type Environment, readEnvironment } from "./environment.ts";
import { variables as v } from "./variables.ts";

export const migrateSchema = z.object({ DATABASE_OWNER_URL: v.DATABASE_OWNER_URL });

/** What the migration step reads from its environment, parsed. Throws ConfigError. */
export function loadMigrateConfig(env: Environment) {
  return { ownerUrl: readEnvironment(migrateSchema, env).DATABASE_OWNER_URL };
}
