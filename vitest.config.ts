import { defineConfig } from "vitest/config";

// Journeys and faults have runners of their own.
const elsewhere = ["**/node_modules/**", "**/.next/**", "**/.data/**", "**/.venv/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...elsewhere, "**/*.integration.test.ts"],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          include: ["**/*.integration.test.ts"],
          exclude: [...elsewhere, "**/*.service.integration.test.ts"],
          globalSetup: ["packages/testing/src/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Each file has a database of its own on one PostgreSQL.
          maxWorkers: 2,
        },
      },
      {
        // As before, and on servers that no package of npm brings along.
        test: {
          name: "services",
          environment: "node",
          include: ["**/*.service.integration.test.ts"],
          exclude: elsewhere,
          globalSetup: ["packages/testing/src/global-setup.ts", "tooling/test/services-setup.mjs"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
