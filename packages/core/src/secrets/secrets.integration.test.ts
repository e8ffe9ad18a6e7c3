import { randomBytes, randomUUID } from "node:crypto";
import { secretMaxBytes, secretsMax } from "@plumbline/contracts/secrets/secret";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Deps } from "../kernel/index.ts";
import { deleteSecret, listSecrets, openSecrets, putSecret, rewrapSecrets } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  const user = await env.createUser();
  caller = env.callerOf({ workspace, user });
});
afterAll(() => env.close());

const newName = (): string => `s-${randomUUID()}`;
const open = (names: readonly string[], of: { jobId?: string; attempt?: number; deps?: Deps } = {}) => {
  const { jobId = randomUUID(), attempt = 1, deps = env.deps } = of;
  return env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "system" }, (tx) =>
    openSecrets({ ...caller, deps, tx, now: deps.now() }, { jobId, attempt, names }),
  );
};

test("a secret is made, given another value and deleted; its value is never told", async () => {
  const name = newName();
  const made = await putSecret(env.deps, caller, { secret: name, value: "first", description: "Of the lake" });
  expect(made).toMatchObject({ name, description: "Of the lake", revision: 1, rotatedAt: null, lastUsedAt: null, usedBy: [] });
  expect(made.createdBy).toEqual({ id: caller.actor.id, name: "Test person" });
  const rotated = await putSecret(env.deps, caller, { secret: name, value: "second" });
  expect(rotated).toMatchObject({ description: "Of the lake", revision: 2, rotatedAt: expect.any(String) });
  expect(Object.keys(rotated)).not.toContain("value");
  expect(await open([name])).toEqual({ [name]: "second" });
  await deleteSecret(env.deps, caller, { secret: name });
  await expect(open([name])).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining(name) });
  await expect(deleteSecret(env.deps, caller, { secret: name })).rejects.toMatchObject({ code: "not-found" });
});

test("all that are missing are named at once, and nothing counts as used", async () => {
  const name = newName();
  await putSecret(env.deps, caller, { secret: name, value: "v" });
  await expect(open([name, "gone", "lost"])).rejects.toMatchObject({ code: "not-found", params: { names: ["gone", "lost"] } });
  const { items } = await listSecrets(env.deps, caller, {});
  expect(items.find((secret) => secret.name === name)?.lastUsedAt).toBeNull();
});

test("what an attempt was given is recorded once for each value, and shown with the job", async () => {
  const name = newName();
  await putSecret(env.deps, caller, { secret: name, value: "v" });
  const jobId = randomUUID();
  await env.sql(
    `INSERT INTO job (id, workspace_id, number, name, kind, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
       time_limit_seconds, submitted_by, submitted_by_kind, submitted_at)
     VALUES ($1, $2, 7, 'train', 'training', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, 'x', 'user', now())`,
    [jobId, workspace.id],
  );
  await open([name, name], { jobId });
  await open([name], { jobId });
  await putSecret(env.deps, caller, { secret: name, value: "w" });
  await open([name], { jobId });
  const uses = await env.sql(
    "SELECT body::jsonb->'after' AS after FROM audit_event WHERE action = 'secrets.secret.use' AND subject_id = $1",
    [name],
  );
  expect(uses).toEqual([1, 2].map((revision) => ({ after: { revision, jobId, attempt: 1 } })));
  const { items } = await listSecrets(env.deps, caller, {});
  const used = items.find((secret) => secret.name === name);
  expect(used?.usedBy).toEqual([{ jobId, name: "train-7", at: used?.lastUsedAt }]);
});

test("a value is found nowhere in the database, in no log and in no answer", async () => {
  const value = `hunter2-${randomUUID()}`;
  const name = newName();
  const written: string[] = [];
  const log = (...given: unknown[]) => void written.push(JSON.stringify(given));
  const deps: Deps = { ...env.deps, logger: Object.assign(Object.create(env.deps.logger), { error: log, warn: log, info: log }) };
  written.push(JSON.stringify(await putSecret(deps, caller, { secret: name, value })));
  written.push(JSON.stringify(await listSecrets(deps, caller, {})));
  await open([name], { deps });
  const refused = await putSecret(deps, caller, { secret: name, value: `${value}${"é".repeat(secretMaxBytes / 2)}` }).catch(
    (error) => error,
  );
  written.push(JSON.stringify([refused, refused.message, refused.fields, refused.params]));
  expect(written.join("\n")).not.toContain(value);
  const tables = await env.sql<{ name: string }>(
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  expect(tables.length).toBeGreaterThan(50);
  const bytes = Buffer.from(value).toString("hex");
  for (const table of tables) {
    const found = await env.sql(`SELECT 1 FROM ${table.name} AS t WHERE t::text LIKE $1 OR t::text LIKE $2`, [`%${value}%`, `%${bytes}%`]);
    expect([table.name, found]).toEqual([table.name, []]);
  }
});

test("another workspace neither sees nor opens it", async () => {
  const name = newName();
  await putSecret(env.deps, caller, { secret: name, value: "v" });
  const stranger = env.callerOf({ workspace: await env.createWorkspace() });
  expect((await listSecrets(env.deps, stranger, {})).items).toEqual([]);
  await expect(deleteSecret(env.deps, stranger, { secret: name })).rejects.toMatchObject({ code: "not-found" });
});

test("a sealed value that is copied to another secret does not open there", async () => {
  const [mine, other] = [newName(), newName()];
  await putSecret(env.deps, caller, { secret: mine, value: "a" });
  await putSecret(env.deps, caller, { secret: other, value: "b" });
  await env.sql("UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE name = $1) WHERE name = $2", [mine, other]);
  await expect(open([other])).rejects.toMatchObject({ code: "unavailable", params: { reason: "secret-sealed", name: other } });
});

test("values have so many bytes and no more", async () => {
  const name = newName();
  await putSecret(env.deps, caller, { secret: name, value: "é".repeat(secretMaxBytes / 2) });
  for (const value of [`${"é".repeat(secretMaxBytes / 2)}x`, "x".repeat(secretMaxBytes + 1), ""]) {
    await expect(putSecret(env.deps, caller, { secret: name, value })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "value" }],
    });
  }
});

test("a workspace has so many secrets and no more; those that are there still get new values", async () => {
  const crowded = await env.createWorkspace();
  const keeper = env.callerOf({ workspace: crowded });
  await env.sql(
    `INSERT INTO secret (id, workspace_id, name, sealed, created_by, created_at)
     SELECT gen_random_uuid(), $1, 'n' || n, 'v1', 'system', now() FROM generate_series(1, $2) n`,
    [crowded.id, secretsMax - 1],
  );
  await putSecret(env.deps, keeper, { secret: "last", value: "v" });
  await expect(putSecret(env.deps, keeper, { secret: "more", value: "v" })).rejects.toMatchObject({ params: { reason: "secrets-max" } });
  expect(await putSecret(env.deps, keeper, { secret: "last", value: "w" })).toMatchObject({ revision: 2 });
});

test("a new key of the installation wraps all secrets anew, but for those that no key opens", async () => {
  const [first, second] = [newName(), newName()];
  await putSecret(env.deps, caller, { secret: first, value: "kept" });
  const lost = { ...env.deps, secretKeys: { current: randomBytes(32) } };
  await putSecret(lost, caller, { secret: second, value: "lost" });
  const error = vi.fn();
  const logger = Object.assign(Object.create(env.deps.logger), { error });
  const next: Deps = { ...env.deps, logger, secretKeys: { current: randomBytes(32), previous: env.deps.secretKeys.current } };
  const handler = await rewrapSecrets.handler();
  await handler({ deps: next, taskId: "t", workspaceId: null, signal: new AbortController().signal }, {});
  expect(error).toHaveBeenCalled();
  const alone: Deps = { ...next, secretKeys: { current: next.secretKeys.current } };
  expect(await open([first], { deps: alone })).toEqual({ [first]: "kept" });
  await expect(open([second], { deps: alone })).rejects.toMatchObject({ code: "unavailable" });
  expect(await open([second], { deps: lost })).toEqual({ [second]: "lost" });
});
