import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type Deps, defineTask, insertTasks, requestTask, runTask } from "../kernel/index.ts";
import { listPlatformTasks, listTasks, retryPlatformTask, retryTask } from "./index.ts";

let env: TestEnvironment;
let deps: Deps;
let workspace: TestWorkspace;
const given: string[] = [];
let broken = true;

const flaky = defineTask({
  name: "test.flaky",
  payload: z.object({ secret: z.string().default("hush") }),
  attempts: 2,
  timeoutMs: 5000,
  handler: async () => async () => {
    if (broken) throw new Error("could not log in as hush");
  },
});
const definitions = new Map([[flaky.name as string, flaky]]);

beforeAll(async () => {
  env = await openTestEnvironment();
  deps = { ...env.deps, onTasks: async (ids) => void given.push(...ids) };
});
afterAll(() => env.close());
beforeEach(async () => {
  workspace = await env.createWorkspace();
  given.length = 0;
  broken = true;
});

async function write(workspaceId: number | null, count = 1): Promise<string[]> {
  const requests = Array.from({ length: count }, () => requestTask(flaky, {}));
  return env.db.transaction({ role: "system" }, (tx) => insertTasks(tx, workspaceId, requests));
}
const run = async (id = "", times = 1) => {
  for (let time = 0; time < times; time++) await runTask(deps, definitions, id);
};
const admin = () => env.callerOf({ workspace });
const platformAdmin = () => env.callerOf({ workspace, platformRole: "platform-admin" });
const changesOf = (id = "") => env.sql<{ kind: string }>("SELECT kind FROM change WHERE topic = 'task' AND subject = $1 ORDER BY id", [id]);

test("what waits, runs and failed is listed, newest first; what went well is not", async () => {
  const [failed, waiting, well] = (await write(workspace.id, 3)).toSorted();
  broken = false;
  await run(well);
  broken = true;
  await run(failed, 2);
  const { items } = await listTasks(deps, admin(), {});
  expect(items.map(({ id, state }) => [id, state])).toEqual([
    [waiting, "queued"],
    [failed, "failed"],
  ]);
  expect(items[1]).toMatchObject({
    name: "test.flaky",
    attempts: 2,
    maxAttempts: 2,
    failure: expect.stringMatching(/^It failed unexpectedly/),
  });
  expect(JSON.stringify(items)).not.toContain("hush");
  expect((await listTasks(deps, admin(), { state: "failed" })).items.map(({ id }) => id)).toEqual([failed]);
  expect((await listTasks(deps, admin(), { state: "running" })).items).toEqual([]);
});

test("pages neither repeat nor leave out, and a cursor holds for its own list", async () => {
  const ids = await write(workspace.id, 5);
  const first = await listTasks(deps, admin(), { limit: 2 });
  const second = await listTasks(deps, admin(), { limit: 2, cursor: first.nextCursor ?? "" });
  const third = await listTasks(deps, admin(), { limit: 2, cursor: second.nextCursor ?? "" });
  expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(ids.toSorted().toReversed());
  expect(third.nextCursor).toBeNull();
  await expect(listTasks(deps, admin(), { state: "failed", cursor: first.nextCursor ?? "" })).rejects.toMatchObject({ code: "invalid" });
});

test("a retried task begins anew at once, and tells how it goes on", async () => {
  const [id] = await write(workspace.id);
  await run(id, 2);
  const retried = await retryTask(deps, admin(), { taskId: id ?? "" });
  expect(retried).toMatchObject({ state: "queued", attempts: 0, startedAt: null, finishedAt: null });
  expect(given).toEqual([id]);
  await expect(retryTask(deps, admin(), { taskId: id ?? "" })).rejects.toMatchObject({ code: "conflict" });
  broken = false;
  await run(id);
  expect((await changesOf(id)).map(({ kind }) => kind)).toEqual(["queued", "failed", "retry", "succeeded"]);
  expect((await listTasks(deps, admin(), {})).items).toEqual([]);
  await expect(retryTask(deps, admin(), { taskId: id ?? "" })).rejects.toMatchObject({ code: "conflict", message: /It is done/ });
});

test("a task that goes well at once tells nobody", async () => {
  const [id] = await write(workspace.id);
  broken = false;
  await run(id);
  expect(await changesOf(id)).toEqual([]);
});

test("workspaces and the platform keep their tasks apart", async () => {
  const [ours] = await write(workspace.id);
  const [platforms] = await write(null);
  await run(ours, 2);
  await run(platforms, 2);
  const other = env.callerOf({ workspace: await env.createWorkspace() });
  expect((await listTasks(deps, other, {})).items).toEqual([]);
  await expect(retryTask(deps, other, { taskId: ours ?? "" })).rejects.toMatchObject({ code: "not-found" });
  await expect(retryTask(deps, admin(), { taskId: platforms ?? "" })).rejects.toMatchObject({ code: "not-found" });
  await expect(retryPlatformTask(deps, platformAdmin(), { taskId: ours ?? "" })).rejects.toMatchObject({ code: "not-found" });
  await expect(listPlatformTasks(deps, admin(), {})).rejects.toMatchObject({ code: "forbidden" });
  const listed = (await listPlatformTasks(deps, platformAdmin(), { state: "failed" })).items.map(({ id }) => id);
  expect([listed.includes(platforms ?? ""), listed.includes(ours ?? "")]).toEqual([true, false]);
  expect(await retryPlatformTask(deps, platformAdmin(), { taskId: platforms ?? "" })).toMatchObject({ state: "queued" });
  expect(await changesOf(platforms)).toEqual([]);
});

test("whoever reads the workspace sees its tasks, and only who manages it retries them", async () => {
  const [id] = await write(workspace.id);
  await run(id, 2);
  const viewer = env.callerOf({ workspace, role: "viewer" });
  expect((await listTasks(deps, viewer, {})).items).toHaveLength(1);
  await expect(retryTask(deps, viewer, { taskId: id ?? "" })).rejects.toMatchObject({ code: "forbidden" });
});
