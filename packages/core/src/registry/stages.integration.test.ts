import "../evidence/index.ts";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { castVote, ensureStarters, listAuthorisations, openRequest, publishPolicy } from "../approvals/index.ts";
import { deleteArtifacts, writeArtifact } from "../artifacts/index.ts";
import type { Caller } from "../kernel/index.ts";
import {
  changeTier,
  createModel,
  deleteAlias,
  deleteModelTag,
  deleteVersion,
  findVersionByAlias,
  getModel,
  getVersion,
  listHistory,
  moveStage,
  registerVersion,
  rollBack,
  setAlias,
  setModelTag,
} from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let sequence = 0;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = await newCaller();
});
afterAll(() => env.close());

/** The only person of a workspace whose models of low risk go to production as soon as somebody asks. */
async function newCaller(): Promise<Caller> {
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  await ensureStarters(env.deps);
  const made = env.callerOf({ workspace, user });
  const source = "name: production-low\nmatch: { tier: low, transition: '* -> production' }\nprotected_aliases: [champion, served]\n";
  expect(await publishPolicy(env.deps, made, { policy: "production-low", source, reason: "for tests" })).toMatchObject({ isApplied: true });
  return made;
}

async function newModel(versions: number, tier: "low" | "high" = "low", by = caller): Promise<string> {
  const { name } = await createModel(env.deps, by, { name: `model ${++sequence}`, tier });
  for (let version = 1; version <= versions; version++) {
    const path = `0/${name}/artifacts/${version}`;
    await writeArtifact(env.deps, by, { path: `${path}/model.pkl`, source: Readable.from([Buffer.from(`${name} ${version}`)]) });
    await registerVersion(env.deps, by, { model: name, source: `mlflow-artifacts:/${path}` });
  }
  return name;
}

type Stage = "experimental" | "staging" | "production" | "retired";
const move = (model: string, version: number, stage: Stage) => moveStage(env.deps, caller, { model, version, stage, reason: "because" });
const promote = (model: string, version: number) =>
  openRequest(env.deps, caller, { model, version, toStage: "production", reason: "good", makeChampion: true });
const stageOf = async (model: string, version: number) => (await getVersion(env.deps, caller, { model, version })).stage;
const champion = async (model: string) =>
  (await getModel(env.deps, caller, { model })).aliases.find(({ alias }) => alias === "champion")?.version ?? null;
const history = async (model: string) =>
  (await listHistory(env.deps, caller, { model })).items.map(({ kind, version, value, before }) => [kind, version, value, before]);
const live = async (model: string, version: number) => {
  const [row] = await env.sql<{ ref: string }>("SELECT key || '/' || $2::int AS ref FROM registered_model WHERE name = $1", [
    model,
    version,
  ]);
  return (await listAuthorisations(env.deps, caller, { subject: `model-version:${row?.ref}` })).items.map(({ environment }) => environment);
};

describe("moves", () => {
  test("up where the policy decides by itself, with history and authorisation; down freely, which ends it", async () => {
    const model = await newModel(1);
    expect(await move(model, 1, "staging")).toMatchObject({ version: { stage: "staging" }, requestNumber: expect.any(Number) });
    expect(await move(model, 1, "production")).toMatchObject({ version: { stage: "production" } });
    expect(await live(model, 1)).toEqual(["staging", "production"].sort());
    expect(await move(model, 1, "staging")).toMatchObject({ version: { stage: "staging" }, requestNumber: null });
    expect(await live(model, 1)).toEqual(["staging"]);
    expect(await history(model)).toEqual([
      ["stage", 1, "staging", "production"],
      ["stage", 1, "production", "staging"],
      ["stage", 1, "staging", "experimental"],
      ["registered", 1, "experimental", null],
    ]);
    const causes = await env.sql(
      "SELECT h.cause, h.reason, h.request_number IS NOT NULL AS asked FROM model_history h JOIN registered_model m ON m.key = h.model_key WHERE m.name = $1 ORDER BY h.id",
      [model],
    );
    expect(causes).toEqual([
      { cause: "registration", reason: "", asked: false },
      { cause: "promotion", reason: "because", asked: true },
      { cause: "promotion", reason: "because", asked: true },
      { cause: "step-down", reason: "because", asked: false },
    ]);
  });

  test("to where it is changes nothing; a retired one does not go to production at once", async () => {
    const model = await newModel(1);
    expect(await move(model, 1, "experimental")).toMatchObject({ version: { stage: "experimental" }, requestNumber: null });
    await move(model, 1, "retired");
    await expect(move(model, 1, "production")).rejects.toMatchObject({ code: "conflict", params: { reason: "stage-move" } });
  });

  test("that a vote decides are refused with the page to ask on, and happen once it is decided", async () => {
    const model = await newModel(1, "high");
    await expect(move(model, 1, "production")).rejects.toMatchObject({ code: "precondition-failed", params: { reason: "gate" } });
    expect(await stageOf(model, 1)).toBe("experimental");
  });

  test("archiving what is replaced retires the others of the stage, or leaves everything as it was", async () => {
    const model = await newModel(3);
    for (const version of [1, 2]) await move(model, version, "production");
    await moveStage(env.deps, caller, { model, version: 3, stage: "production", archiveExisting: true });
    expect(await Promise.all([1, 2, 3].map((version) => stageOf(model, version)))).toEqual(["retired", "retired", "production"]);
    expect(await live(model, 1)).toEqual([]);
    const [ended] = await env.sql(
      "SELECT end_reason FROM authorisation WHERE workspace_id = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1",
      [caller.workspace?.id],
    );
    expect(ended).toEqual({ end_reason: "Retired" });
  });

  test("bytes that are gone or others let nothing up", async () => {
    const model = await newModel(1);
    const [blob] = await env.sql<{ storage_key: string }>(
      "SELECT b.storage_key FROM blob b JOIN model_version_file f ON f.blob_id = b.id JOIN registered_model m ON m.key = f.model_key WHERE m.name = $1",
      [model],
    );
    await env.deps.storage.delete(blob?.storage_key ?? "");
    await expect(move(model, 1, "staging")).rejects.toMatchObject({
      code: "precondition-failed",
      params: { reason: "version-not-intact" },
    });
  });

  test("a version in production is not removed; one that was keeps its bytes, another does not", async () => {
    const model = await newModel(2);
    await move(model, 1, "production");
    await expect(deleteVersion(env.deps, caller, { model, version: 1 })).rejects.toMatchObject({ params: { reason: "in-production" } });
    await move(model, 1, "staging");
    for (const version of [1, 2]) await deleteVersion(env.deps, caller, { model, version });
    const held = await env.sql(
      "SELECT split_part(c.holder, '/', 3) AS version FROM blob_claim c JOIN registered_model m ON c.holder LIKE 'model-version/' || m.key || '/%' WHERE m.name = $1",
      [model],
    );
    expect(held).toEqual([{ version: "1" }]);
    expect(await live(model, 1)).toEqual([]);
  });
});

describe("aliases", () => {
  test("point, move and go, with their history", async () => {
    const model = await newModel(2);
    expect(await setAlias(env.deps, caller, { model, alias: "candidate", version: 1, reason: "first" })).toEqual({
      alias: "candidate",
      version: 1,
    });
    await setAlias(env.deps, caller, { model, alias: "candidate", version: 2 });
    await setAlias(env.deps, caller, { model, alias: "candidate", version: 2 });
    expect(await findVersionByAlias(env.deps, caller, { model, alias: "candidate" })).toMatchObject({ version: 2, aliases: ["candidate"] });
    await deleteAlias(env.deps, caller, { model, alias: "candidate" });
    expect((await history(model)).slice(0, 3)).toEqual([
      ["alias", null, "candidate", "2"],
      ["alias", 2, "candidate", "1"],
      ["alias", 1, "candidate", null],
    ]);
    const gone = { code: "not-found", params: { reason: "alias-unknown" } };
    await expect(findVersionByAlias(env.deps, caller, { model, alias: "candidate" })).rejects.toMatchObject(gone);
    await expect(deleteAlias(env.deps, caller, { model, alias: "candidate" })).rejects.toMatchObject(gone);
    await expect(setAlias(env.deps, caller, { model, alias: "x", version: 3 })).rejects.toMatchObject({ code: "not-found" });
  });

  test.each(["champion", "served", "Champion", "SERVED"])(
    "%s is protected: it names versions in production only, and nobody removes it",
    async (alias) => {
      const model = await newModel(1);
      await expect(setAlias(env.deps, caller, { model, alias, version: 1 })).rejects.toMatchObject({
        code: "precondition-failed",
        message: expect.stringContaining(`/w/${caller.workspace?.name}/models/${encodeURIComponent(model)}/1`),
        params: { reason: "alias-protected", stage: "experimental" },
      });
      await move(model, 1, "production");
      await setAlias(env.deps, caller, { model, alias, version: 1 });
      await expect(deleteAlias(env.deps, caller, { model, alias })).rejects.toMatchObject({ params: { reason: "alias-protected" } });
      await setAlias(env.deps, caller, { model, alias: "other", version: 1 });
      await move(model, 1, "staging");
      expect((await getModel(env.deps, caller, { model })).aliases).toEqual([{ alias: "other", version: 1 }]);
    },
  );

  test("one that was set before a policy protected it can be taken away where it should not be", async () => {
    const own = await newCaller();
    const model = await newModel(1, "low", own);
    await setAlias(env.deps, own, { model, alias: "later", version: 1 });
    const source = "name: late\nmatch: { tier: critical, transition: '* -> production' }\nprotected_aliases: [later]\n";
    await publishPolicy(env.deps, own, { policy: "late", source, reason: "for tests" });
    await expect(setAlias(env.deps, own, { model, alias: "later", version: 1 })).rejects.toMatchObject({ code: "precondition-failed" });
    expect(await deleteAlias(env.deps, own, { model, alias: "later" })).toEqual({});
  });

  test.each(["", "a b", "latest", "LATEST", "v1", "x".repeat(256)])("%j is no alias", async (alias) => {
    await expect(setAlias(env.deps, caller, { model: await newModel(1), alias, version: 1 })).rejects.toMatchObject({ code: "invalid" });
  });

  test("of many that move one alias at once each leaves its place in the history", async () => {
    const model = await newModel(1);
    for (let version = 2; version <= 8; version++) await registerVersion(env.deps, caller, { model, source: `models:/${model}/1` });
    const all = Array.from({ length: 8 }, (_, index) => index + 1);
    await Promise.all(all.map((version) => setAlias(env.deps, caller, { model, alias: "race", version })));
    const moves = (await history(model)).filter(([kind]) => kind === "alias").reverse();
    expect(moves.map(([, version]) => version).sort()).toEqual(all);
    expect(moves.slice(1).map(([, , , before]) => before)).toEqual(moves.slice(0, -1).map(([, version]) => String(version)));
    expect(await findVersionByAlias(env.deps, caller, { model, alias: "race" })).toMatchObject({ version: moves.at(-1)?.[1] });
  });

  test("a promotion to champion and a step-down at once never leave champion outside production", async () => {
    const model = await newModel(1);
    await move(model, 1, "production");
    await Promise.allSettled([setAlias(env.deps, caller, { model, alias: "champion", version: 1 }), move(model, 1, "staging")]);
    expect(await stageOf(model, 1)).toBe("staging");
    expect(await champion(model)).toBeNull();
  });
});

describe("rollback", () => {
  async function twoChampions() {
    const model = await newModel(2);
    for (const version of [1, 2]) await promote(model, version);
    expect(await champion(model)).toBe(2);
    return model;
  }

  test("goes back to the last champion, which stayed in production", async () => {
    const model = await twoChampions();
    expect(await rollBack(env.deps, caller, { model, reason: "errors" })).toEqual({ from: 2, to: 1 });
    expect(await champion(model)).toBe(1);
    const [last] = await env.sql(
      "SELECT h.cause, h.reason FROM model_history h JOIN registered_model m ON m.key = h.model_key WHERE m.name = $1 ORDER BY h.id DESC LIMIT 1",
      [model],
    );
    expect(last).toEqual({ cause: "rollback", reason: "errors" });
    expect(await rollBack(env.deps, caller, { model, reason: "and forth" })).toEqual({ from: 1, to: 2 });
  });

  test("gives one that had left production its stage and its authorisation back, whatever the policy says now", async () => {
    const model = await twoChampions();
    await move(model, 1, "staging");
    expect(await live(model, 1)).toEqual([]);
    await changeTier(env.deps, caller, { model, tier: "high", reason: "it grew" });
    await expect(move(model, 1, "production")).rejects.toMatchObject({ params: { reason: "gate" } });
    expect(await rollBack(env.deps, caller, { model, version: 1, reason: "errors" })).toEqual({ from: 2, to: 1 });
    expect([await stageOf(model, 1), await stageOf(model, 2)]).toEqual(["production", "production"]);
    expect(await live(model, 1)).toEqual(["production"]);
  });

  test("is refused to one that was never champion, is it already, was retired, or whose bytes are gone", async () => {
    const model = await twoChampions();
    await registerVersion(env.deps, caller, { model, source: "s3://b/x" });
    const back = (version: number) => rollBack(env.deps, caller, { model, version, reason: "errors" });
    await expect(back(3)).rejects.toMatchObject({ code: "precondition-failed", params: { reason: "no-rollback" } });
    await expect(back(2)).rejects.toMatchObject({ code: "conflict", params: { reason: "champion-already" } });
    await expect(back(9)).rejects.toMatchObject({ code: "not-found" });
    await move(model, 1, "retired");
    await expect(back(1)).rejects.toMatchObject({ code: "precondition-failed", params: { reason: "no-rollback" } });
    await expect(rollBack(env.deps, caller, { model, reason: "errors" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("finds nothing to go back to in a model without champions", async () => {
    await expect(rollBack(env.deps, caller, { model: await newModel(1), reason: "errors" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("tiers and governed tags", () => {
  test("the first tier and a higher one hold at once; a lower one is asked for, and passes for one who is alone", async () => {
    const own = await newCaller();
    const { name: model } = await createModel(env.deps, own, { name: "m" });
    const change = (tier: "low" | "medium" | "high") => changeTier(env.deps, own, { model, tier, reason: "judged" });
    expect(await change("medium")).toEqual({ isApplied: true, requestNumber: null });
    expect(await change("high")).toEqual({ isApplied: true, requestNumber: null });
    expect(await change("low")).toMatchObject({ isApplied: true, requestNumber: expect.any(Number) });
    expect(await getModel(env.deps, own, { model })).toMatchObject({ tier: "low" });
    const revisions = await env.sql(
      "SELECT tier, request_number IS NOT NULL AS asked FROM model_revision WHERE workspace_id = $1 ORDER BY revision",
      [own.workspace?.id],
    );
    expect(revisions.slice(1)).toEqual([
      { tier: "medium", asked: false },
      { tier: "high", asked: false },
      { tier: "low", asked: true },
    ]);
  });

  test("with a second person in the workspace a lower tier waits for their vote", async () => {
    const own = await newCaller();
    const other = await env.createUser();
    await env.addMember({ id: own.workspace?.id ?? 0, name: "" }, other, "admin");
    const { name: model } = await createModel(env.deps, own, { name: "m", tier: "high" });
    const asked = await changeTier(env.deps, own, { model, tier: "low", reason: "it does little" });
    expect(asked).toMatchObject({ isApplied: false, requestNumber: expect.any(Number) });
    expect(await getModel(env.deps, own, { model })).toMatchObject({ tier: "high" });
    const voter = env.callerOf({ workspace: own.workspace ?? { id: 0, name: "" }, user: other });
    await castVote(env.deps, voter, { number: asked.requestNumber ?? 0, choice: "approve", reason: "agreed" });
    expect(await getModel(env.deps, own, { model })).toMatchObject({ tier: "low" });
  });

  test("a tag that a policy matches on is a governed change, others are not", async () => {
    const own = await newCaller();
    const source = "name: people\nmatch: { transition: '* -> production', tags: { domain: people } }\n";
    await publishPolicy(env.deps, own, { policy: "people", source, reason: "for tests" });
    const { name: model } = await createModel(env.deps, own, { name: "m" });
    expect(await setModelTag(env.deps, own, { model, key: "team", value: "a" })).toEqual({ isApplied: true, requestNumber: null });
    expect(await setModelTag(env.deps, own, { model, key: "domain", value: "people" })).toMatchObject({
      requestNumber: expect.any(Number),
    });
    expect((await getModel(env.deps, own, { model })).tags).toEqual([
      { key: "domain", value: "people" },
      { key: "team", value: "a" },
    ]);
    expect(await deleteModelTag(env.deps, own, { model, key: "domain" })).toMatchObject({ requestNumber: expect.any(Number) });
    expect((await getModel(env.deps, own, { model })).tags).toEqual([{ key: "team", value: "a" }]);
  });
});

test("a copy of bytes of high risk under a model of low risk meets the gate of high risk", async () => {
  const [high, low] = [await newModel(1, "high"), await newModel(0)];
  await registerVersion(env.deps, caller, { model: low, source: `models:/${high}/1` });
  await expect(move(low, 1, "production")).rejects.toMatchObject({ params: { reason: "gate" } });
  await deleteArtifacts(env.deps, caller, { path: `0/${high}/artifacts` });
  expect(await getVersion(env.deps, caller, { model: low, version: 1 })).toMatchObject({ effectiveTier: "high" });
});
