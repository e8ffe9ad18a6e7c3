import { defineConfig } from "vitest/config";

const built = ["**/node_modules/**", "**/.next/**", "**/.data/**", "**/.venv/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...built, "**/*.integration.test.ts"],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          include: ["**/*.integration.test.ts"],
          exclude: built,
          globalSetup: ["packages/testing/src/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Each file has a database of its own on one PostgreSQL.
          maxWorkers: 2,
        },
      },
    ],
  },
});
