import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import type {} from "../packages/testing/src/global-setup.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const prismaCli = fileURLToPath(new URL("../node_modules/prisma/build/index.js", import.meta.url));

async function prisma(...args: string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: path.dirname(process.execPath), HOME: tmpdir(), DATABASE_ADMIN_URL: inject("superuserUrl") };
  try {
    const { stdout, stderr } = await run(process.execPath, [prismaCli, ...args], { cwd: root, env });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

test("the migrations make what the schema describes", async () => {
  const { code, output } = await prisma(
    "migrate",
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema",
    "--exit-code",
  );
  expect(output).toContain("No difference detected");
  expect(code).toBe(0);
}, 60_000);
