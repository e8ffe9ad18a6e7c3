import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import {
  createModel,
  deleteModel,
  deleteModelTag,
  findVersionByAlias,
  getModel,
  getVersion,
  listHistory,
  listModels,
  registerVersion,
  renameModel,
  searchModels,
  setAlias,
  setModelTag,
  setVersionTag,
  updateModel,
} from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const newCaller = async (): Promise<Caller> => env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
const source = "s3://bucket/model";

describe("a model's life", () => {
  test("begins with its intake and is what was written", async () => {
    const workspace = await env.createWorkspace();
    const owner = await env.createUser();
    await env.addMember(workspace, owner, "viewer");
    const caller = env.callerOf({ workspace, user: owner });
    const made = await createModel(env.deps, caller, {
      name: "credit default",
      description: "Who pays back.",
      purpose: "Lends well.",
      businessOwnerId: owner.id,
      tier: "high",
      dependencies: [{ direction: "upstream", kind: "table", name: "loans" }],
      tags: [
        { key: "team", value: "a" },
        { key: "team", value: "b" },
      ],
    });
    const person = { id: owner.id, name: owner.name };
    expect(made).toMatchObject({
      name: "credit default",
      purpose: "Lends well.",
      successCriteria: "",
      tier: "high",
      kind: "internal",
      businessOwner: person,
      createdBy: person,
      tags: [{ key: "team", value: "b" }],
      aliases: [],
      stages: [],
      versionCount: 0,
      latestVersion: null,
      openFindings: 0,
    });
    expect(await getModel(env.deps, caller, { model: "credit default" })).toEqual(made);
  });

  test("changes leave revisions: what each one was stays readable", async () => {
    const caller = await newCaller();
    await createModel(env.deps, caller, { name: "first", purpose: "p" });
    await updateModel(env.deps, caller, { model: "first", description: "d", vendor: "v" });
    await renameModel(env.deps, caller, { model: "first", name: "second" });
    await deleteModel(env.deps, caller, { model: "second" });
    const rows = await env.sql(
      `SELECT revision, name, description, intake->>'purpose' AS purpose, intake->>'vendor' AS vendor, is_deleted FROM model_revision
       WHERE workspace_id = $1 ORDER BY revision`,
      [caller.workspace?.id],
    );
    expect(rows).toEqual([
      { revision: 1, name: "first", description: "", purpose: "p", vendor: "", is_deleted: false },
      { revision: 2, name: "first", description: "d", purpose: "p", vendor: "v", is_deleted: false },
      { revision: 3, name: "second", description: "d", purpose: "p", vendor: "v", is_deleted: false },
      { revision: 4, name: "second", description: "d", purpose: "p", vendor: "v", is_deleted: true },
    ]);
  });

  test("versions, aliases and tags stay with a renamed model", async () => {
    const caller = await newCaller();
    await createModel(env.deps, caller, { name: "before" });
    await registerVersion(env.deps, caller, { model: "before", source });
    await setAlias(env.deps, caller, { model: "before", alias: "candidate", version: 1 });
    await setVersionTag(env.deps, caller, { model: "before", version: 1, key: "k", value: "v" });
    await renameModel(env.deps, caller, { model: "before", name: "after" });
    expect(await findVersionByAlias(env.deps, caller, { model: "after", alias: "candidate" })).toMatchObject({
      model: "after",
      version: 1,
      tags: [{ key: "k", value: "v" }],
    });
    await expect(getModel(env.deps, caller, { model: "before" })).rejects.toMatchObject({ code: "not-found" });
    await createModel(env.deps, caller, { name: "before" });
    expect((await listHistory(env.deps, caller, { model: "before" })).items).toEqual([]);
  });

  test("a removed model gives its name free and keeps its row, its history and its versions' numbers", async () => {
    const caller = await newCaller();
    await createModel(env.deps, caller, { name: "gone" });
    await registerVersion(env.deps, caller, { model: "gone", source });
    await setAlias(env.deps, caller, { model: "gone", alias: "candidate", version: 1 });
    await deleteModel(env.deps, caller, { model: "gone" });
    await expect(getVersion(env.deps, caller, { model: "gone", version: 1 })).rejects.toMatchObject({ code: "not-found" });
    await createModel(env.deps, caller, { name: "gone" });
    expect(await getModel(env.deps, caller, { model: "gone" })).toMatchObject({ versionCount: 0, aliases: [] });
    const [row] = await env.sql<{ key: string; name: string }>(
      "SELECT key, name FROM registered_model WHERE workspace_id = $1 AND deleted_at IS NOT NULL",
      [caller.workspace?.id],
    );
    expect(row?.name).toBe(`gone/deleted/${row?.key}`);
    const history = await env.sql("SELECT kind, value, before, cause FROM model_history WHERE model_key = $1 ORDER BY id", [row?.key]);
    expect(history).toEqual([
      { kind: "registered", value: "experimental", before: null, cause: "registration" },
      { kind: "alias", value: "candidate", before: null, cause: "alias" },
      { kind: "alias", value: "candidate", before: "1", cause: "deletion" },
      { kind: "deleted", value: "", before: "experimental", cause: "deletion" },
    ]);
  });

  test("none is removed while a version is in production", async () => {
    const caller = await newCaller();
    await createModel(env.deps, caller, { name: "live" });
    await registerVersion(env.deps, caller, { model: "live", source });
    await env.sql("UPDATE model_version SET stage = 'production' WHERE workspace_id = $1", [caller.workspace?.id]);
    await expect(deleteModel(env.deps, caller, { model: "live" })).rejects.toMatchObject({
      code: "precondition-failed",
      params: { reason: "in-production", versions: [1] },
    });
  });
});

describe("names", () => {
  const taken = { code: "conflict", params: { reason: "model-name-taken", name: "taken" } };

  test("a name belongs to one model; of those that ask at once one gets it", async () => {
    const caller = await newCaller();
    const settled = await Promise.allSettled([1, 2, 3].map(() => createModel(env.deps, caller, { name: "taken" })));
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await createModel(env.deps, caller, { name: "other" });
    await expect(createModel(env.deps, caller, { name: "taken" })).rejects.toMatchObject(taken);
    await expect(renameModel(env.deps, caller, { model: "other", name: "taken" })).rejects.toMatchObject(taken);
    expect(await renameModel(env.deps, caller, { model: "other", name: "other" })).toMatchObject({ name: "other" });
  });

  test("two that want the same name by renaming: one of them gets it", async () => {
    const caller = await newCaller();
    const names = ["a", "b", "c"];
    for (const name of names) await createModel(env.deps, caller, { name });
    const settled = await Promise.allSettled(names.map((model) => renameModel(env.deps, caller, { model, name: "taken" })));
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of settled) if (one.status === "rejected") expect(one.reason).toMatchObject(taken);
  });

  test.each(["", " x", "x ", "a/b", "a:b", "a\nb", "x".repeat(257)])("%j is refused", async (name) => {
    await expect(createModel(env.deps, await newCaller(), { name })).rejects.toMatchObject({ code: "invalid" });
  });

  test("256 characters and any script are allowed", async () => {
    const name = `ö${"x".repeat(255)}`;
    expect(await createModel(env.deps, await newCaller(), { name })).toMatchObject({ name });
  });

  test("the owner is a member of the workspace", async () => {
    const stranger = await env.createUser();
    const refusal = { code: "invalid", params: { reason: "owner-not-member" } };
    const caller = await newCaller();
    await expect(createModel(env.deps, caller, { name: "a", businessOwnerId: stranger.id })).rejects.toMatchObject(refusal);
    await createModel(env.deps, caller, { name: "a" });
    await expect(updateModel(env.deps, caller, { model: "a", businessOwnerId: stranger.id })).rejects.toMatchObject(refusal);
  });
});

describe("tags", () => {
  test("are set, replaced and removed; longer ones than allowed are refused", async () => {
    const caller = await newCaller();
    const tag = { model: "m", key: "k".repeat(250), value: "v".repeat(100_000) };
    await createModel(env.deps, caller, { name: "m", tags: [{ key: tag.key, value: "old" }] });
    expect(await setModelTag(env.deps, caller, tag)).toEqual({ isApplied: true, requestNumber: null });
    expect((await getModel(env.deps, caller, { model: "m" })).tags).toEqual([{ key: tag.key, value: tag.value }]);
    await deleteModelTag(env.deps, caller, { model: "m", key: tag.key });
    await expect(deleteModelTag(env.deps, caller, { model: "m", key: tag.key })).rejects.toMatchObject({
      code: "not-found",
      params: { reason: "registry-tag-unknown" },
    });
    await expect(setModelTag(env.deps, caller, { ...tag, key: `${tag.key}k` })).rejects.toMatchObject({ code: "invalid" });
    await expect(setModelTag(env.deps, caller, { ...tag, value: `${tag.value}v` })).rejects.toMatchObject({ code: "invalid" });
    const tooLong = { name: "n", tags: [{ key: tag.key, value: `${tag.value}v` }] };
    await expect(createModel(env.deps, caller, tooLong)).rejects.toMatchObject({ code: "invalid", params: { reason: "tag-length" } });
  });
});

describe("lists", () => {
  let caller: Caller;
  const names = ["B", "a", "b", "c", "é"];
  beforeAll(async () => {
    caller = await newCaller();
    for (const name of [...names].reverse()) {
      env.advance(10);
      await createModel(env.deps, caller, {
        name,
        tags: [{ key: "upper", value: name.toUpperCase() }],
        ...(name === "a" ? { tier: "low" as const } : {}),
      });
    }
    await createModel(env.deps, caller, { name: "prompt", tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }] });
    await registerVersion(env.deps, caller, { model: "c", source });
  });

  async function pages(limit: number) {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listModels(env.deps, caller, { limit, ...(cursor ? { cursor } : {}) });
      found.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return found;
  }

  test("go by name, in byte order, page by page", async () => {
    const all = ["B", "a", "b", "c", "prompt", "é"];
    expect(await pages(2)).toEqual(all);
    expect(await pages(6)).toEqual(all);
  });

  test("narrow by text, tier and stage", async () => {
    const named = async (query: object) => (await listModels(env.deps, caller, query)).items.map(({ name }) => name);
    expect(await named({ search: "B" })).toEqual(["B", "b"]);
    expect(await named({ tier: "low" })).toEqual(["a"]);
    expect(await named({ stage: "experimental" })).toEqual(["c"]);
    expect(await named({ stage: "production" })).toEqual([]);
  });

  const search = async (filter: string, orderBy: string[] = []) =>
    (await searchModels(env.deps, caller, { filter, orderBy })).items.map(({ name }) => name);

  test.each([
    ["", names],
    ["name = 'a'", ["a"]],
    ["name != 'a'", ["B", "b", "c", "é"]],
    ["name IN ('a', 'c', 'absent')", ["a", "c"]],
    ["name NOT IN ('a', 'c')", ["B", "b", "é"]],
    ["name LIKE 'b%'", ["b"]],
    ["name ILIKE 'b%'", ["B", "b"]],
    ["tags.upper = 'B'", ["B", "b"]],
    ["tag.upper != 'B' AND name != 'c'", ["a", "é"]],
    ["tags.absent != 'x'", []],
    ["tag.`mlflow.prompt.is_prompt` != 'true'", names],
    ["name LIKE '%' AND tag.`mlflow.prompt.is_prompt` = 'false'", names],
    ["tag.`mlflow.prompt.is_prompt` = 'true'", ["prompt"]],
    ["name = 'a' OR name = 'b'", ["a", "b"]],
    ["tags.a IN ('a')", []],
  ])("search %s", async (filter, expected) => {
    expect(await search(filter)).toEqual(expected);
  });

  test("search in other orders, page by page", async () => {
    expect(await search("", ["name DESC"])).toEqual([...names].reverse());
    expect(await search("name != 'c'", ["creation_timestamp ASC"])).toEqual(["é", "b", "a", "B"]);
    expect(await search("", ["last_updated_timestamp DESC"])).toEqual(["c", "B", "a", "b", "é"]);
    const first = await searchModels(env.deps, caller, { orderBy: ["timestamp DESC"], limit: 2 });
    const second = await searchModels(env.deps, caller, { orderBy: ["timestamp DESC"], limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(["c", "B", "a", "b"]);
    await expect(searchModels(env.deps, caller, { orderBy: ["name"], cursor: first.nextCursor ?? "" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test.each(["metrics.a > 1", "name > 'a'", "version_number = 1", "tags.a IS NULL", "name = 'a' OR"])(
    "search refuses %s",
    async (filter) => {
      await expect(search(filter)).rejects.toMatchObject({ code: "invalid", params: { reason: "filter" } });
    },
  );

  test.each([["tags.a"], ["description"], ["name", "name DESC"]])("search refuses the order %s", async (...orderBy) => {
    await expect(search("", orderBy)).rejects.toMatchObject({ code: "invalid", params: { reason: "order-by" } });
  });
});

test("who answers for a model is changed by them or by an administrator, and by nobody who wants to sign for it", async () => {
  const workspace = await env.createWorkspace();
  const [owner, other] = [await env.createUser(), await env.createUser()];
  for (const user of [owner, other]) await env.addMember(workspace, user, "contributor");
  const as = (user: typeof owner, role: "contributor" | "admin") => env.callerOf({ workspace, user, role });
  await createModel(env.deps, as(owner, "contributor"), { name: "m" });
  const give = (by: Caller, to: typeof owner | null) => updateModel(env.deps, by, { model: "m", businessOwnerId: to?.id ?? null });
  expect(await give(as(owner, "contributor"), owner)).toMatchObject({ businessOwner: { id: owner.id } });
  for (const to of [other, null]) {
    await expect(give(as(other, "contributor"), to)).rejects.toMatchObject({ code: "forbidden", params: { reason: "owner-of-another" } });
  }
  expect(await updateModel(env.deps, as(other, "contributor"), { model: "m", purpose: "p", businessOwnerId: owner.id })).toMatchObject({
    purpose: "p",
  });
  expect(await give(as(other, "admin"), other)).toMatchObject({ businessOwner: { id: other.id } });
  expect(await give(as(other, "contributor"), owner)).toMatchObject({ businessOwner: { id: owner.id } });
});
