import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServiceAccount } from "../access/index.ts";
import type { Caller } from "../kernel/index.ts";
import { createExperiment, createRun, getRun, searchRuns, updateRun } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, user: await env.createUser(), role: "contributor" });
});
afterAll(() => env.close());

describe("createRun", () => {
  test("gives what is not given: id, name, start, and a place derived from the experiment's", async () => {
    const run = await createRun(env.deps, caller, { userId: "ada" });
    expect(run).toMatchObject({ experimentId: "0", status: "RUNNING", userId: "ada", createdBy: caller.actor.id, endTime: null });
    expect(run.runId).toMatch(/^[0-9a-f]{32}$/);
    expect(run.name).toMatch(/^[a-z]+-[a-z]+-\d{1,3}$/);
    expect(run.tags).toEqual([{ key: "mlflow.runName", value: run.name }]);
    expect(run.artifactUri).toBe(`mlflow-artifacts:/0/${run.runId}/artifacts`);
    expect(await getRun(env.deps, caller, { runId: run.runId })).toEqual(run);
  });

  test("keeps ids and tags that were given, below the experiment's own location", async () => {
    const experiment = await createExperiment(env.deps, caller, { name: "elsewhere", artifactLocation: "s3://bucket/there/" });
    const tags = [
      { key: "mlflow.parentRunId", value: "parent" },
      { key: "größe/x y", value: "" },
    ];
    const run = await createRun(env.deps, caller, {
      experimentId: experiment.experimentId,
      runId: "imported-1",
      name: "one",
      startTime: 5,
      tags,
    });
    expect(run).toMatchObject({ runId: "imported-1", startTime: 5, artifactUri: "s3://bucket/there/imported-1/artifacts" });
    expect(run.tags).toEqual(
      [
        { key: "größe/x y", value: "" },
        { key: "mlflow.parentRunId", value: "parent" },
        { key: "mlflow.runName", value: "one" },
      ].sort((left, right) => (left.key < right.key ? -1 : 1)),
    );
    expect(await getRun(env.deps, caller, { runId: "imported-1" })).toEqual(run);
  });

  test("takes the name from the tag, and refuses two different ones", async () => {
    const tags = [{ key: "mlflow.runName", value: "from tag" }];
    expect((await createRun(env.deps, caller, { tags })).name).toBe("from tag");
    expect((await createRun(env.deps, caller, { name: "from tag", tags })).name).toBe("from tag");
    await expect(createRun(env.deps, caller, { name: "other", tags })).rejects.toMatchObject({
      code: "invalid",
      params: { reason: "run-name-differs", name: "other", tag: "from tag" },
    });
  });

  test.each([
    ["a#b", "key-characters"],
    ["a\nb", "key-characters"],
    ["/a", "key-path"],
    ["a/../b", "key-path"],
    ["../a", "key-path"],
    ["a//b", "key-path"],
    ["a/", "key-path"],
    [".", "key-path"],
    ["", "key-path"],
    ["k".repeat(251), "key-length"],
  ])("refuses the tag key %j", async (key, reason) => {
    await expect(createRun(env.deps, caller, { tags: [{ key, value: "v" }] })).rejects.toMatchObject({
      code: "invalid",
      params: { reason, key, field: "tags[0].key" },
    });
  });

  test("refuses a tag given twice, and cuts values at 8,000 characters", async () => {
    const twice = [
      { key: "a", value: "1" },
      { key: "a", value: "2" },
    ];
    await expect(createRun(env.deps, caller, { tags: twice })).rejects.toMatchObject({ params: { reason: "tag-duplicate", key: "a" } });
    const run = await createRun(env.deps, caller, { tags: [{ key: "long", value: "x".repeat(8001) }] });
    expect(run.tags.find(({ key }) => key === "long")?.value).toHaveLength(8000);
  });

  test("refuses an id that is taken, an unknown experiment and a deleted one", async () => {
    await createRun(env.deps, caller, { runId: "taken" });
    await expect(createRun(env.deps, caller, { runId: "taken" })).rejects.toMatchObject({
      code: "conflict",
      params: { reason: "run-id-taken" },
    });
    await expect(createRun(env.deps, caller, { experimentId: "99" })).rejects.toMatchObject({
      code: "not-found",
      params: { noun: "experiment", id: "99" },
    });
  });

  test("names whoever made it: a person, a service account, or by the id whom nobody knows any more", async () => {
    const { id } = await createServiceAccount(env.deps, env.callerOf({ workspace }), { name: "nightly", role: "contributor" });
    const machine: Caller = { ...caller, actor: { ...caller.actor, kind: "service-account", id, name: "nightly" } };
    const stranger = env.callerOf({ workspace, role: "contributor" });
    const makers = [caller, machine, stranger];
    const runs = await Promise.all(makers.map((maker) => createRun(env.deps, maker, { tags: [{ key: "made", value: "named" }] })));
    const names = [caller.actor.name, "nightly", stranger.actor.id];
    const read = await Promise.all(runs.map(({ runId }) => getRun(env.deps, caller, { runId })));
    expect(read.map(({ owner }) => owner)).toEqual(names);
    const { items } = await searchRuns(env.deps, caller, { experimentIds: ["0"], filter: "tags.made = 'named'" });
    expect(items.map(({ owner }) => owner).sort()).toEqual([...names].sort());
  });

  test("writes one audit event and one change row", async () => {
    const run = await createRun(env.deps, caller, { name: "recorded" });
    expect(
      await env.sql("SELECT action, actor_id, outcome FROM audit_event WHERE subject_kind = 'run' AND subject_id = $1", [run.runId]),
    ).toEqual([{ action: "experiments.run.create", actor_id: caller.actor.id, outcome: "done" }]);
    expect(await env.sql("SELECT topic, kind, data FROM change WHERE subject = $1", [run.runId])).toEqual([
      { topic: "run", kind: "create", data: { experimentId: "0" } },
    ]);
  });

  test("the same id may exist in two workspaces, and each sees its own", async () => {
    const other = env.callerOf({ workspace: await env.createWorkspace(), role: "contributor" });
    await createRun(env.deps, caller, { runId: "twin", name: "here" });
    await createRun(env.deps, other, { runId: "twin", name: "there" });
    expect((await getRun(env.deps, caller, { runId: "twin" })).name).toBe("here");
    expect((await getRun(env.deps, other, { runId: "twin" })).name).toBe("there");
  });
});

describe("updateRun", () => {
  test("changes what is given and keeps the rest, and the tag of the name in step", async () => {
    const { runId } = await createRun(env.deps, caller, { name: "before", startTime: 1 });
    const info = await updateRun(env.deps, caller, { runId, status: "FINISHED", endTime: 9, name: "after" });
    expect(info).toMatchObject({ runId, status: "FINISHED", endTime: 9, name: "after", startTime: 1 });
    expect(info).not.toHaveProperty("tags");
    expect(await updateRun(env.deps, caller, { runId, status: "RUNNING" })).toMatchObject({ status: "RUNNING", endTime: 9, name: "after" });
    expect((await getRun(env.deps, caller, { runId })).tags).toEqual([{ key: "mlflow.runName", value: "after" }]);
    expect(await env.sql("SELECT kind, data FROM change WHERE subject = $1 ORDER BY id", [runId])).toEqual([
      { kind: "create", data: { experimentId: "0" } },
      { kind: "update", data: { experimentId: "0" } },
      { kind: "update", data: { experimentId: "0" } },
    ]);
  });

  test("an unknown run and a foreign one answer alike", async () => {
    const { runId } = await createRun(env.deps, caller, {});
    const stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    for (const id of [runId, "nobody"]) {
      await expect(updateRun(env.deps, stranger, { runId: id, status: "KILLED" })).rejects.toMatchObject({
        code: "not-found",
        params: { noun: "run", id },
      });
      await expect(getRun(env.deps, stranger, { runId: id })).rejects.toMatchObject({ code: "not-found", params: { noun: "run", id } });
    }
    expect((await getRun(env.deps, caller, { runId })).status).toBe("RUNNING");
  });
});
