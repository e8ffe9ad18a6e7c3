import { randomUUID } from "node:crypto";
import { savedViewContentMax, savedViewsMax } from "@plumbline/contracts/experiments/saved-view";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import {
  createExperiment,
  createSavedView,
  deleteSavedView,
  duplicateSavedView,
  getSavedView,
  listSavedViews,
  setDefaultView,
  updateSavedView,
} from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let ada: Caller;
let ben: Caller;
let engineer: Caller;
let viewer: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  const callerOf = async (role: "viewer" | "contributor" | "engineer") => {
    const user = await env.createUser();
    await env.addMember(workspace, user, role);
    return env.callerOf({ workspace, user, role });
  };
  [ada, ben, engineer, viewer] = [
    await callerOf("contributor"),
    await callerOf("contributor"),
    await callerOf("engineer"),
    await callerOf("viewer"),
  ];
});
afterAll(() => env.close());

const content = { version: 1 as const, filter: "metrics.auc > 0.8", columns: ["status", "m:max:auc"], widths: { status: 120 } };
const save = (caller: Caller, more: { name?: string; isShared?: boolean; experimentId?: string | null } = {}) =>
  createSavedView(env.deps, caller, { experimentId: "0", name: randomUUID(), content, ...more });
const idsFor = async (caller: Caller, experimentId?: string) =>
  (await listSavedViews(env.deps, caller, { limit: 1000, ...(experimentId === undefined ? {} : { experimentId }) })).items.map(
    ({ viewId }) => viewId,
  );
const newExperiment = async () => (await createExperiment(env.deps, ada, { name: randomUUID() })).experimentId;

test("a view comes back as it was saved, with what was left out filled in", async () => {
  const made = await save(ada, { name: "  Sweep of May  " });
  expect(made).toMatchObject({ name: "Sweep of May", isShared: false, revision: 1, experimentId: "0", isEditable: true });
  expect(made.content).toEqual({
    ...content,
    sort: null,
    pinned: [],
    grouping: null,
    mode: "table",
    scope: "all",
    isCompact: false,
    charts: [],
  });
  expect(await getSavedView(env.deps, ada, { viewId: made.viewId })).toEqual(made);
});

describe("who sees a view", () => {
  test("a private one its owner alone: for anybody else it does not exist", async () => {
    const { viewId } = await save(ada);
    expect(await idsFor(ada)).toContain(viewId);
    expect(await idsFor(engineer)).not.toContain(viewId);
    for (const ask of [getSavedView, deleteSavedView])
      await expect(ask(env.deps, engineer, { viewId })).rejects.toMatchObject({ code: "not-found" });
    await expect(updateSavedView(env.deps, engineer, { viewId, basedOn: 1, name: "x" })).rejects.toMatchObject({ code: "not-found" });
    await expect(duplicateSavedView(env.deps, engineer, { viewId, name: "x" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a shared one everybody of the workspace, and nobody of another", async () => {
    const { viewId } = await save(ada, { isShared: true });
    expect(await getSavedView(env.deps, viewer, { viewId })).toMatchObject({ viewId, isEditable: false });
    const stranger = env.callerOf({ workspace: await env.createWorkspace() });
    await expect(getSavedView(env.deps, stranger, { viewId })).rejects.toMatchObject({ code: "not-found" });
  });

  test("views of the workspace are offered in every experiment, those of an experiment there alone", async () => {
    const [one, other] = [await newExperiment(), await newExperiment()];
    const { viewId: here } = await save(ada, { experimentId: one });
    const { viewId: everywhere } = await save(ada, { experimentId: null });
    expect(await idsFor(ada, one)).toEqual(expect.arrayContaining([here, everywhere]));
    expect(await idsFor(ada, other)).not.toContain(here);
    expect(await idsFor(ada, other)).toContain(everywhere);
  });
});

describe("who changes a view", () => {
  test("a viewer keeps private views, and may not share them", async () => {
    const { viewId } = await save(viewer);
    await expect(updateSavedView(env.deps, viewer, { viewId, basedOn: 1, isShared: true })).rejects.toMatchObject({ code: "forbidden" });
    await expect(save(viewer, { isShared: true })).rejects.toMatchObject({ code: "forbidden" });
    await deleteSavedView(env.deps, viewer, { viewId });
  });

  test("a shared one its owner and whoever manages views; another contributor takes a copy", async () => {
    const { viewId } = await save(ada, { isShared: true });
    await expect(updateSavedView(env.deps, ben, { viewId, basedOn: 1, name: "mine" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteSavedView(env.deps, ben, { viewId })).rejects.toMatchObject({ code: "forbidden" });
    const name = randomUUID();
    expect(await updateSavedView(env.deps, engineer, { viewId, basedOn: 1, name })).toMatchObject({
      name,
      revision: 2,
      owner: { id: ada.actor.id },
    });
    await expect(updateSavedView(env.deps, engineer, { viewId, basedOn: 2, isShared: false })).rejects.toMatchObject({ code: "forbidden" });
    const copy = await duplicateSavedView(env.deps, ben, { viewId, name });
    expect(copy).toMatchObject({ name, isShared: false, owner: { id: ben.actor.id }, isEditable: true, revision: 1 });
    expect(copy.content).toMatchObject(content);
  });

  test("whoever edited an old revision is told so, and nothing is lost", async () => {
    const { viewId } = await save(ada);
    const edits = [1, 2].map((at) =>
      updateSavedView(env.deps, ada, { viewId, basedOn: 1, content: { ...content, filter: `metrics.m > ${at}` } }),
    );
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", params: { reason: "view-changed", revision: 2 } },
    });
  });
});

describe("names", () => {
  test("are unique whatever their case, for each audience", async () => {
    const name = `Best ${randomUUID()}`;
    await save(ada, { name, isShared: true });
    await expect(save(ben, { name: name.toUpperCase(), isShared: true })).rejects.toMatchObject({
      code: "conflict",
      fields: [{ path: "name" }],
    });
    const { viewId } = await save(ben, { name });
    await expect(updateSavedView(env.deps, ben, { viewId, basedOn: 1, isShared: true })).rejects.toMatchObject({ code: "conflict" });
    await save(ada, { name, isShared: true, experimentId: null });
  });

  test.each(["", "   ", "a\nb", "x".repeat(101)])("%j is refused", async (name) => {
    await expect(save(ada, { name })).rejects.toMatchObject({
      code: "invalid",
      fields: expect.arrayContaining([expect.objectContaining({ path: "name" })]),
    });
  });
});

describe("an experiment's default", () => {
  test("is a shared view of it or of the workspace, which stays shared as long", async () => {
    const experimentId = await newExperiment();
    const defaultOf = async () => (await listSavedViews(env.deps, viewer, { experimentId })).defaultViewId;
    const mine = await save(ada, { experimentId });
    await expect(setDefaultView(env.deps, ada, { experimentId, viewId: mine.viewId })).rejects.toMatchObject({ code: "conflict" });
    await updateSavedView(env.deps, ada, { viewId: mine.viewId, basedOn: 1, isShared: true });
    await setDefaultView(env.deps, ada, { experimentId, viewId: mine.viewId });
    expect(await defaultOf()).toBe(mine.viewId);
    await expect(updateSavedView(env.deps, ada, { viewId: mine.viewId, basedOn: 2, isShared: false })).rejects.toMatchObject({
      code: "conflict",
      params: { reason: "view-is-default" },
    });
    const everywhere = await save(ada, { experimentId: null, isShared: true });
    await setDefaultView(env.deps, ada, { experimentId, viewId: everywhere.viewId });
    expect(await defaultOf()).toBe(everywhere.viewId);
    await deleteSavedView(env.deps, ada, { viewId: everywhere.viewId });
    expect(await defaultOf()).toBeNull();
    const elsewhere = await save(ada, { experimentId: await newExperiment(), isShared: true });
    await expect(setDefaultView(env.deps, ada, { experimentId, viewId: elsewhere.viewId })).rejects.toMatchObject({ code: "conflict" });
    await expect(setDefaultView(env.deps, viewer, { experimentId, viewId: null })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("limits", () => {
  test.each([
    ["a field that nobody knows", { ...content, colour: "red" }],
    ["another version", { ...content, version: 2 }],
    ["the character NUL", { ...content, filter: "a\0b" }],
    ["half of a surrogate pair", { ...content, columns: ["p:\ud800"] }],
    ["more than fits", { ...content, charts: [{ text: "x".repeat(savedViewContentMax) }] }],
  ])("%s is refused", async (_, given) => {
    const view = { experimentId: "0", name: randomUUID(), content: given as typeof content };
    await expect(createSavedView(env.deps, ada, view)).rejects.toMatchObject({ code: "invalid" });
  });

  test("what looks like an escape of NUL is text", async () => {
    const filter = "tags.path = 'C:\\u0000'";
    const made = await createSavedView(env.deps, ada, { experimentId: "0", name: randomUUID(), content: { ...content, filter } });
    expect(made.content.filter).toBe(filter);
  });

  test("a person keeps so many views and no more, and pages through them by name", async () => {
    const user = await env.createUser();
    await env.addMember(workspace, user, "viewer");
    const hoarder = env.callerOf({ workspace, user, role: "viewer" });
    const names = Array.from({ length: savedViewsMax }, (_, at) => `v${String(at).padStart(3, "0")}`);
    for (const name of names) await save(hoarder, { name });
    await expect(save(hoarder)).rejects.toMatchObject({ code: "conflict", params: { reason: "views-max" } });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof listSavedViews>> = await listSavedViews(env.deps, hoarder, {
        limit: 64,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.filter(({ isShared }) => !isShared).map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(names);
  });
});
