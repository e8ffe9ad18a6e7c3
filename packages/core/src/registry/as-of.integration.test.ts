import "../evidence/index.ts";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { castVote, ensureStarters, openRequest, publishPolicy } from "../approvals/index.ts";
import { writeArtifact } from "../artifacts/index.ts";
import { createRun, logInputs } from "../experiments/index.ts";
import type { Caller } from "../kernel/index.ts";
import {
  changeTier,
  closeFinding,
  createModel,
  deleteModel,
  deleteVersion,
  getAsOf,
  getInventory,
  listFindings,
  listValidations,
  moveStage,
  openFinding,
  recordValidation,
  registerVersion,
  renameModel,
  rollBack,
  updateModel,
} from "./index.ts";

const day = 24 * 3_600_000;
let env: TestEnvironment;
let caller: Caller;
let voter: Caller;
/** Instants between the acts of the story, by name. */
const at: Record<string, string> = {};

/** Lets a day go by, and remembers an instant in its middle. */
function mark(name: string): void {
  env.advance(day / 2);
  at[name] = env.deps.now().toISOString();
  env.advance(day / 2);
}

async function version(model: string, text: string): Promise<void> {
  const { runId, artifactUri } = await createRun(env.deps, caller, {});
  const dataset = { name: "loans", digest: `d-${text}`, sourceType: "local", source: "{}" };
  await logInputs(env.deps, caller, { runId, datasets: [{ dataset }] });
  const path = artifactUri.replace("mlflow-artifacts:/", "");
  await writeArtifact(env.deps, caller, { path: `${path}/model/model.pkl`, source: Readable.from([Buffer.from(text)]) });
  await registerVersion(env.deps, caller, { model, source: `${artifactUri}/model`, runId });
}

async function promote(model: string, number: number): Promise<number> {
  const request = await openRequest(env.deps, caller, { model, version: number, toStage: "production", reason: "good" });
  await castVote(env.deps, voter, { number: request.number, choice: "approve", reason: "looked at it" });
  return request.number;
}

beforeAll(async () => {
  env = await openTestEnvironment();
  const workspace = await env.createWorkspace();
  const [user, other] = [await env.createUser(), await env.createUser()];
  await env.addMember(workspace, user, "admin");
  await ensureStarters(env.deps);
  caller = env.callerOf({ workspace, user });
  voter = env.callerOf({ workspace, user: other, role: "approver" });
  const source =
    "name: production-medium\nmatch: { tier: medium, transition: '* -> production' }\napprovals:\n  - { role: approver, min: 1 }\n";
  await publishPolicy(env.deps, caller, { policy: "production-medium", source, reason: "for tests" });
  await env.addMember(workspace, other, "approver");

  mark("before");
  await createModel(env.deps, caller, { name: "credit", purpose: "p", businessOwnerId: user.id, tier: "low" });
  mark("planned");
  await version("credit", "one");
  await version("credit", "two");
  await changeTier(env.deps, caller, { model: "credit", tier: "medium", reason: "it matters" });
  const dueAt = new Date(env.deps.now().getTime() + 30 * day).toISOString();
  await recordValidation(env.deps, voter, { model: "credit", version: 1, outcome: "passed-with-findings", nextDueAt: dueAt });
  const finding = await openFinding(env.deps, voter, { model: "credit", title: "Drifts", severity: "high", dueAt });
  mark("validated");
  at.firstRequest = String(await promote("credit", 1));
  mark("first live");
  await updateModel(env.deps, caller, {
    model: "credit",
    vendor: "Acme",
    dependencies: [{ direction: "upstream", kind: "table", name: "loans" }],
  });
  await promote("credit", 2);
  await closeFinding(env.deps, voter, { model: "credit", findingId: finding.id, resolution: "Retrained." });
  mark("second live");
  await renameModel(env.deps, caller, { model: "credit", name: "lending" });
  await rollBack(env.deps, caller, { model: "lending", reason: "errors" });
  await moveStage(env.deps, caller, { model: "lending", version: 2, stage: "staging" });
  mark("rolled back");
  await moveStage(env.deps, caller, { model: "lending", version: 1, stage: "experimental" });
  await moveStage(env.deps, caller, { model: "lending", version: 2, stage: "experimental" });
  await deleteVersion(env.deps, caller, { model: "lending", version: 2 });
  mark("nothing live");
  await deleteModel(env.deps, caller, { model: "lending" });
  mark("removed");
  await createModel(env.deps, caller, { name: "credit", tier: "high" });
  mark("another");
});
afterAll(() => env.close());

const inventory = async (name: string) => (await getInventory(env.deps, caller, { at: at[name] })).items;
const asOf = (model: string, name: string) => getAsOf(env.deps, caller, { model, at: at[name] });

describe("the inventory", () => {
  test("of each date says what there was then", async () => {
    expect(await inventory("before")).toEqual([]);
    expect(await inventory("planned")).toMatchObject([
      { model: "credit", tier: "low", stage: null, live: [], champion: null, openFindings: 0, lastValidatedAt: null, dependencies: 0 },
    ]);
    expect(await inventory("validated")).toMatchObject([
      { model: "credit", tier: "medium", stage: "experimental", live: [], openFindings: 1, lastValidatedAt: expect.any(String) },
    ]);
    expect(await inventory("first live")).toMatchObject([
      {
        stage: "production",
        vendor: "",
        champion: 1,
        championNow: null,
        businessOwner: { id: caller.actor.id },
        live: [
          { version: 1, stage: "production", environment: "production", uses: ["full", "batch"], requestNumber: Number(at.firstRequest) },
        ],
      },
    ]);
    expect(await inventory("second live")).toMatchObject([
      {
        model: "credit",
        vendor: "Acme",
        champion: 2,
        openFindings: 0,
        nextFindingDueAt: null,
        dependencies: 1,
        live: [{ version: 2 }, { version: 1 }],
      },
    ]);
    expect(await inventory("rolled back")).toMatchObject([{ model: "lending", champion: 1, stage: "production", live: [{ version: 1 }] }]);
    expect(await inventory("nothing live")).toMatchObject([
      { model: "lending", champion: null, championSince: null, stage: "experimental", live: [] },
    ]);
    expect(await inventory("removed")).toEqual([]);
    expect(await inventory("another")).toMatchObject([{ model: "credit", tier: "high", stage: null, live: [], dependencies: 0 }]);
  });

  test("has a time line of what moved", async () => {
    const { changes } = await getInventory(env.deps, caller, {});
    expect(changes.map(({ kind, version: number }) => [kind, number])).toEqual([
      ["step-down", 2],
      ["step-down", 1],
      ["step-down", 2],
      ["rollback", 1],
      ["promotion", 2],
      ["promotion", 1],
    ]);
    expect(new Set(changes.map(({ model }) => model))).toEqual(new Set(["lending"]));
  });

  test("shows a workspace its own models only", async () => {
    const stranger = env.callerOf({ workspace: await env.createWorkspace() });
    expect(await getInventory(env.deps, stranger, { at: at["first live"] })).toMatchObject({ items: [], changes: [] });
  });
});

describe("as of a date", () => {
  test("says who was champion, of what bytes and data, and who allowed it on what", async () => {
    const answer = await asOf("credit", "first live");
    expect(answer).toMatchObject({
      entry: { champion: 1 },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      datasets: ["loans@d-one"],
      champions: [{ version: 1, until: null }],
      approval: {
        requestNumber: Number(at.firstRequest),
        policies: [{ name: "production-medium" }],
        approvals: [{ voter: { id: voter.actor.id }, seat: "approver" }],
        clausesMet: 0,
        clauses: 0,
        conditions: [],
      },
      findings: [{ title: "Drifts", closedAt: null }],
    });
    expect((await asOf("credit", "second live")).findings).toMatchObject([{ closedAt: expect.any(String) }]);
  });

  test("keeps the terms of the champions in order", async () => {
    const { champions, entry } = await asOf("lending", "nothing live");
    expect(champions.map(({ version: number }) => number)).toEqual([1, 2, 1]);
    expect(champions.slice(1).map(({ from }) => from)).toEqual(champions.slice(0, -1).map(({ until }) => until));
    expect(champions.at(-1)?.until).not.toBeNull();
    expect(entry.champion).toBeNull();
  });

  test("finds a model by the name that it had then, and by the one it got later", async () => {
    expect(await asOf("credit", "second live")).toMatchObject({ entry: { model: "credit", champion: 2 } });
    expect(await asOf("lending", "rolled back")).toMatchObject({ entry: { model: "lending" } });
    expect(await asOf("credit", "another")).toMatchObject({ entry: { tier: "high" }, champions: [], approval: null, digest: null });
    const unknown = { code: "not-found" };
    await expect(asOf("credit", "before")).rejects.toMatchObject(unknown);
    await expect(asOf("lending", "removed")).rejects.toMatchObject(unknown);
    await expect(asOf("credit", "removed")).rejects.toMatchObject(unknown);
  });
});

describe("findings and validations", () => {
  let model: string;
  beforeAll(async () => {
    model = (await createModel(env.deps, caller, { name: "reviewed" })).name;
    await registerVersion(env.deps, caller, { model, source: "s3://b/x" });
  });

  test("open ones come first, and are closed once", async () => {
    const first = await openFinding(env.deps, voter, { model, title: " First ", severity: "low", version: 1 });
    expect(first).toMatchObject({ title: "First", version: 1, openedBy: { id: voter.actor.id }, closedAt: null });
    env.advance(1000);
    const second = await openFinding(env.deps, voter, { model, title: "Second", severity: "critical" });
    const closed = await closeFinding(env.deps, voter, { model, findingId: second.id, resolution: "Done." });
    expect(closed).toMatchObject({ resolution: "Done.", closedBy: { id: voter.actor.id }, closedAt: expect.any(String) });
    expect((await listFindings(env.deps, caller, { model })).items.map(({ title }) => title)).toEqual(["First", "Second"]);
    const again = closeFinding(env.deps, voter, { model, findingId: second.id, resolution: "Again." });
    await expect(again).rejects.toMatchObject({ code: "conflict", params: { reason: "finding-closed" } });
  });

  test("those of another model or version are not there", async () => {
    const { name: other } = await createModel(env.deps, caller, { name: "other" });
    const [finding] = (await listFindings(env.deps, caller, { model })).items;
    const elsewhere = closeFinding(env.deps, voter, { model: other, findingId: finding?.id ?? "", resolution: "x" });
    await expect(elsewhere).rejects.toMatchObject({ code: "not-found" });
    await expect(openFinding(env.deps, voter, { model, title: "x", severity: "low", version: 2 })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(recordValidation(env.deps, voter, { model, outcome: "passed", version: 2 })).rejects.toMatchObject({ code: "not-found" });
  });

  test("validations are listed newest first; the next one is due later than now", async () => {
    const due = (ms: number) => new Date(env.deps.now().getTime() + ms).toISOString();
    await recordValidation(env.deps, voter, { model, outcome: "failed", note: "no" });
    env.advance(1000);
    await recordValidation(env.deps, voter, { model, outcome: "passed", nextDueAt: due(day) });
    expect((await listValidations(env.deps, caller, { model })).items.map(({ outcome }) => outcome)).toEqual(["passed", "failed"]);
    const past = recordValidation(env.deps, voter, { model, outcome: "passed", nextDueAt: due(-1) });
    await expect(past).rejects.toMatchObject({ code: "invalid" });
  });

  test("a contributor may neither find nor validate", async () => {
    const contributor = env.callerOf({ workspace: caller.workspace ?? { id: 0, name: "" }, role: "contributor" });
    await expect(openFinding(env.deps, contributor, { model, title: "x", severity: "low" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(recordValidation(env.deps, contributor, { model, outcome: "passed" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
