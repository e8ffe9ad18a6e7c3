import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDataset, deleteDataset, getDataset, listDatasets, updateDataset } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "engineer");
  caller = env.callerOf({ workspace, role: "engineer", user });
});
afterAll(() => env.close());

test("whoever begins a dataset owns it; what is said of it can be changed, its name cannot", async () => {
  const made = await createDataset(env.deps, caller, {
    name: "loans",
    description: "Loans since 2019",
    purpose: "Credit decisions",
    retentionDays: 730,
    tags: [{ key: "team", value: "risk" }],
  });
  expect(made).toMatchObject({ name: "loans", ownerId: caller.actor.id, retentionDays: 730, versionCount: 0, latest: null });
  expect(made.owner).toEqual({ id: caller.actor.id, name: "Test person" });
  const changed = await updateDataset(env.deps, caller, { dataset: "loans", purpose: "Research", ownerId: null, tags: [] });
  expect(changed).toMatchObject({ description: "Loans since 2019", purpose: "Research", owner: null, retentionDays: 730, tags: [] });
  expect(await getDataset(env.deps, caller, { dataset: "loans" })).toEqual(changed);
  await expect(createDataset(env.deps, caller, { name: "loans" })).rejects.toMatchObject({ code: "conflict" });
});

test.each(["a/b", "a:b", "", " a", "a\u0001", "x".repeat(257)])("the name %j is refused", async (name) => {
  await expect(createDataset(env.deps, caller, { name })).rejects.toMatchObject({ code: "invalid" });
});

test("limits hold at their edges", async () => {
  const name = "x".repeat(256);
  await createDataset(env.deps, caller, { name, description: "d".repeat(5000), retentionDays: 36_500 });
  const refused = [{ description: "d".repeat(5001) }, { retentionDays: 36_501 }, { retentionDays: 0 }, { tags: [{ key: "", value: "" }] }];
  for (const change of refused) {
    await expect(updateDataset(env.deps, caller, { dataset: name, ...change })).rejects.toMatchObject({ code: "invalid" });
  }
  const tags = Array.from({ length: 101 }, (_, at) => ({ key: `k${at}`, value: "" }));
  await updateDataset(env.deps, caller, { dataset: name, tags: tags.slice(0, 100) });
  await expect(updateDataset(env.deps, caller, { dataset: name, tags })).rejects.toMatchObject({ code: "invalid" });
});

test("an owner is a member, and a tag stands once", async () => {
  const stranger = await env.createUser();
  await expect(createDataset(env.deps, caller, { name: "foreign-owner", ownerId: stranger.id })).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "ownerId" }],
  });
  const twice = ["a", "b", "a"].map((key) => ({ key, value: "" }));
  await expect(createDataset(env.deps, caller, { name: "twice", tags: twice })).rejects.toMatchObject({ fields: [{ path: "tags" }] });
});

test("pages of the list join by name, and a search finds parts of names in any case", async () => {
  const own = await env.createWorkspace();
  const reader = env.callerOf({ workspace: own });
  for (const name of ["b-second", "a-first", "Churn", "d-fourth", "c-third"]) await createDataset(env.deps, reader, { name });
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listDatasets(env.deps, reader, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ name }) => name));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect([...seen].sort()).toEqual(["Churn", "a-first", "b-second", "c-third", "d-fourth"]);
  expect((await listDatasets(env.deps, reader, { search: "CHU" })).items.map(({ name }) => name)).toEqual(["Churn"]);
  expect((await listDatasets(env.deps, reader, { search: "%" })).items).toEqual([]);
  const { nextCursor } = await listDatasets(env.deps, reader, { limit: 1 });
  await expect(listDatasets(env.deps, reader, { cursor: nextCursor ?? "", search: "a" })).rejects.toMatchObject({ code: "invalid" });
});

test("an empty dataset goes; another workspace never saw it", async () => {
  await createDataset(env.deps, caller, { name: "short" });
  const stranger = env.callerOf({ workspace: await env.createWorkspace() });
  await expect(getDataset(env.deps, stranger, { dataset: "short" })).rejects.toMatchObject({ code: "not-found" });
  await expect(updateDataset(env.deps, stranger, { dataset: "short", purpose: "x" })).rejects.toMatchObject({ code: "not-found" });
  await expect(deleteDataset(env.deps, stranger, { dataset: "short" })).rejects.toMatchObject({ code: "not-found" });
  await deleteDataset(env.deps, caller, { dataset: "short" });
  await expect(getDataset(env.deps, caller, { dataset: "short" })).rejects.toMatchObject({ code: "not-found" });
});

test("contributors write and do not delete; viewers read", async () => {
  const contributor = env.callerOf({ workspace, role: "contributor" });
  const viewer = env.callerOf({ workspace, role: "viewer" });
  await createDataset(env.deps, contributor, { name: "shared" });
  await expect(deleteDataset(env.deps, contributor, { dataset: "shared" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(createDataset(env.deps, viewer, { name: "more" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await getDataset(env.deps, viewer, { dataset: "shared" })).toMatchObject({ name: "shared" });
});
