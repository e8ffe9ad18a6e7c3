import { execFile } from "node:child_process";
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
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

/** What a new migration would do; exit code 2 when there is anything. */
const differences = (schema: string): ReturnType<typeof prisma> =>
  prisma("migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema", schema, "--exit-code");

test("the migrations make what the schema describes", async () => {
  const { code, output } = await differences("prisma/schema");
  expect(output).toContain("No difference detected");
  expect(code).toBe(0);
}, 60_000);

test("a model without its migration is seen", async () => {
  const schema = await mkdtemp(path.join(tmpdir(), "plumbline-schema-"));
  try {
    await cp(path.join(root, "prisma/schema"), schema, { recursive: true });
    await appendFile(path.join(schema, "kernel.prisma"), '\nmodel Forgotten {\n  id Int @id\n\n  @@map("forgotten")\n}\n');
    const { code, output } = await differences(schema);
    expect(output).toContain("forgotten");
    expect(code).toBe(2);
  } finally {
    await rm(schema, { recursive: true, force: true });
  }
}, 60_000);
