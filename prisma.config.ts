import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// The native engine would be downloaded; a machine that has it names it here.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= fileURLToPath(new URL("./tooling/schema-engine.mjs", import.meta.url));

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // Comparing and creating migrations makes a shadow database, which the owner of the product's database may not.
  datasource: { url: process.env["DATABASE_ADMIN_URL"] ?? "postgresql://postgres@127.0.0.1:5432/plumbline" },
});
