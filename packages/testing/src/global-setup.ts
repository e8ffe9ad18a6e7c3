import type { TestProject } from "vitest/node";
import { startTestServer } from "./server.ts";

/** One PostgreSQL for the whole run; each test file makes its own database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide("superuserUrl", server.superuserUrl);
  return server.stop;
}
