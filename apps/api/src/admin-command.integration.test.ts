import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { authenticateToken, createSession } from "@plumbline/core/access";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

let env: TestEnvironment;
let dataDir: string;
beforeAll(async () => {
  env = await openTestEnvironment();
  dataDir = await mkdtemp(path.join(tmpdir(), "plumbline-admin-"));
});
afterAll(async () => {
  await env.close();
  await rm(dataDir, { recursive: true, force: true });
});

const stranger = {
  actor: { kind: "anonymous", id: "anonymous", name: "nobody", via: "none", credentialId: null },
  workspace: null,
  permissions: new Set<never>(),
  requestId: "test",
  address: null,
  userAgent: null,
} as const;

/** The last line that a script prints, and its exit code. */
async function run(script: string, args: readonly string[] = [], input = "") {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, script), ...args], {
    env: {
      DATABASE_URL: env.urls.app,
      DATABASE_SYSTEM_URL: env.urls.system,
      PLUMBLINE_SECRET: "a secret of at least thirty-two bytes",
      SECRETS_KEY: env.deps.secretKeys.current.toString("base64"),
      PLUMBLINE_DATA: dataDir,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (input === "") child.stdin.end();
  else child.stdin.write(`${input}\n`);
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await exit;
  expect(printed.split("\n"), complaints).toHaveLength(2);
  return { code, answer: JSON.parse(printed) as Record<string, unknown> };
}

test("the first start makes an administrator and their workspace, later ones nobody", async () => {
  const [one, other] = await Promise.all([run("bootstrap.ts"), run("bootstrap.ts")]);
  const made = [one, other].filter(({ answer }) => answer.created === true);
  expect(made).toHaveLength(1);
  expect(made[0]?.answer).toEqual({ created: true, email: "admin@localhost", password: expect.stringMatching(/^[a-z2-9-]{23}$/) });
  expect((await run("bootstrap.ts")).answer).toEqual({ created: false });
  expect(
    await env.sql(
      "SELECT w.name, m.role, e.name AS experiment FROM workspace w JOIN member m ON m.workspace_id = w.id JOIN experiment e ON e.workspace_id = w.id",
    ),
  ).toEqual([{ name: "default", role: "admin", experiment: "Default" }]);
});

test("a token of the default workspace is made for the machine's administrator", async () => {
  const { code, answer } = await run("admin-command.ts", ["create-token"], '{"name":"set-up"}');
  expect(code).toBe(0);
  expect(Object.keys(answer)).toEqual(["secret"]);
  expect(await authenticateToken(env.deps, String(answer.secret))).toMatchObject({ workspace: { name: "default" } });
});

test("a person's password is replaced by a generated one", async () => {
  const { email } = await env.createUser({ email: "locked.out@example.test" });
  const { code, answer } = await run("admin-command.ts", ["reset-password"], '{"email":" Locked.Out@example.test "}');
  expect(code).toBe(0);
  expect(answer).toEqual({ password: expect.stringMatching(/^[a-z2-9-]{23}$/) });
  const input = { email, password: String(answer.password) };
  expect(await createSession(env.deps, stranger, input)).toMatchObject({ user: { email, mustChangePassword: true } });
});

test("the key that signs models is replaced", async () => {
  const first = await run("admin-command.ts", ["rotate-signing-key"], "{}");
  const { code, answer } = await run("admin-command.ts", ["rotate-signing-key"], "{}");
  expect(code).toBe(0);
  expect(answer).toEqual({ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(answer.fingerprint).not.toBe(first.answer.fingerprint);
  expect(await env.sql("SELECT 1 FROM signing_key WHERE retired_at IS NULL")).toHaveLength(1);
});

test.each([
  { what: "an unknown workspace", command: "create-token", input: '{"name":"x","workspace":"nowhere"}', message: /no workspace "nowhere"/ },
  { what: "no name", command: "create-token", input: "{}", message: /name/ },
  { what: "no JSON", command: "create-token", input: "name", message: /JSON/ },
  { what: "nothing", command: "create-token", input: "", message: /JSON/ },
  {
    what: "an unknown person",
    command: "reset-password",
    input: '{"email":"nobody@here"}',
    message: /no person with the e-mail "nobody@here"/,
  },
  { what: "no e-mail", command: "reset-password", input: "{}", message: /email/ },
  { what: "a key of one's own", command: "rotate-signing-key", input: '{"key":"x"}', message: /key/ },
  { what: "another command", command: "drop-everything", input: "{}", message: /create-token, reset-password, rotate-signing-key/ },
  {
    what: "a word that every object knows",
    command: "constructor",
    input: "{}",
    message: /create-token, reset-password, rotate-signing-key/,
  },
])("$what is answered with an error", async ({ command, input, message }) => {
  const { code, answer } = await run("admin-command.ts", [command], input);
  expect(code).toBe(1);
  expect(answer).toEqual({ error: expect.stringMatching(message) });
});
