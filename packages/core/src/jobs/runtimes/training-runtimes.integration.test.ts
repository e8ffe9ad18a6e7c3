import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureRuntimes } from "./starter-runtimes.ts";
import { listRuntimes, putRuntime, retireRuntime } from "./training-runtimes.ts";

let env: TestEnvironment;
let admin: ReturnType<TestEnvironment["callerOf"]>;
let member: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  const [workspace, user] = [await env.createWorkspace(), await env.createUser({ platformRole: "platform-admin" })];
  admin = env.callerOf({ user, platformRole: "platform-admin" });
  member = env.callerOf({ workspace, role: "viewer" });
});
afterAll(() => env.close());

const versionsOf = async (name: string) => (await listRuntimes(env.deps, member, {})).items.filter((runtime) => runtime.name === name);
const image = `registry.example.test/train@sha256:${"a".repeat(64)}`;

test("a version never changes: what differs is the next one, what is the same answers as it is", async () => {
  const first = await putRuntime(env.deps, admin, { runtime: "torch", packages: ["torch==2.9.0"], env: { A: "1", B: "2" } });
  expect(first).toMatchObject({ name: "torch", version: 1, image: null, accelerators: ["none"], jobs: 0, retiredAt: null });
  const same = await putRuntime(env.deps, admin, {
    env: { B: "2", A: "1" },
    packages: ["torch==2.9.0"],
    runtime: "torch",
    description: "",
  });
  expect(same).toEqual(first);
  expect(await putRuntime(env.deps, admin, { runtime: "torch", image })).toMatchObject({ version: 2, image, packages: [] });
  expect(await putRuntime(env.deps, admin, { runtime: "torch", packages: ["torch==2.9.0"], env: { A: "1", B: "2" } })).toMatchObject({
    version: 3,
  });
  expect((await versionsOf("torch")).map(({ version }) => version)).toEqual([3, 2, 1]);
});

test("two who make the next version at once make one each, or one of them is told", async () => {
  const put = (description: string) => putRuntime(env.deps, admin, { runtime: "raced", description });
  const settled = await Promise.allSettled(["a", "b", "c"].map(put));
  const made = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value.version] : []));
  expect(new Set(made).size).toBe(made.length);
  for (const one of settled) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
  expect(await versionsOf("raced")).toHaveLength(made.length);
});

test("a retired runtime is listed as such; putting it anew makes a version that is not", async () => {
  await putRuntime(env.deps, admin, { runtime: "old" });
  await retireRuntime(env.deps, admin, { runtime: "old" });
  expect(await versionsOf("old")).toMatchObject([{ version: 1, retiredAt: expect.any(String) }]);
  expect(await putRuntime(env.deps, admin, { runtime: "old" })).toMatchObject({ version: 2, retiredAt: null });
  await expect(retireRuntime(env.deps, admin, { runtime: "never" })).rejects.toMatchObject({ code: "not-found" });
});

test("jobs of the workspace are counted, and of no other", async () => {
  await putRuntime(env.deps, admin, { runtime: "used" });
  const elsewhere = await env.createWorkspace();
  for (const [id, number] of [
    [member.workspace?.id, 1],
    [member.workspace?.id, 2],
    [elsewhere.id, 1],
  ]) {
    await env.sql(
      `INSERT INTO job (id, workspace_id, number, name, kind, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
         time_limit_seconds, submitted_by, submitted_by_kind, submitted_at)
       VALUES (gen_random_uuid(), $1, $2, 'train', 'training', 'local', '{}', '{"runtime": {"name": "used", "version": 1}}', 1, 1, 1, 0, 'normal', 60, 'x', 'user', now())`,
      [id, number],
    );
  }
  expect(await versionsOf("used")).toMatchObject([{ jobs: 2 }]);
});

test.each([{ image: "python:3.12" }, { image: "a b" }, { packages: [""] }, { accelerators: [] }, { env: { "1A": "x" } }])(
  "%j is refused",
  async (body) => {
    await expect(putRuntime(env.deps, admin, { runtime: "bad", ...(body as object) })).rejects.toMatchObject({ code: "invalid" });
  },
);

test("every installation begins with runtimes that its administrator may retire for good", async () => {
  await ensureRuntimes(env.deps);
  const [python, sklearn] = [await versionsOf("python"), await versionsOf("sklearn")];
  expect(python).toMatchObject([{ version: 1, packages: [], image: null, createdBy: { id: "system", name: "Plumbline" } }]);
  expect(sklearn[0]?.packages).toContainEqual(expect.stringMatching(/^scikit-learn==/));
  await retireRuntime(env.deps, admin, { runtime: "python" });
  await ensureRuntimes(env.deps);
  expect(await versionsOf("python")).toHaveLength(1);
});
