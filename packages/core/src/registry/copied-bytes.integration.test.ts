import "../evidence/index.ts";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { castVote, ensureStarters, openRequest, publishPolicy } from "../approvals/index.ts";
import { writeArtifact } from "../artifacts/index.ts";
import type { Caller } from "../kernel/index.ts";
import { createModel, deleteModel, getVersion, moveStage, registerVersion, renameModel } from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let sequence = 0;
beforeAll(async () => {
  env = await openTestEnvironment();
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  await ensureStarters(env.deps);
  caller = env.callerOf({ workspace, user });
  await publish("production-low", "match: { tier: low, transition: '* -> production' }\n");
});
afterAll(() => env.close());

const publish = (policy: string, rest: string) =>
  publishPolicy(env.deps, caller, { policy, source: `name: ${policy}\n${rest}`, reason: "for tests" });

interface Made {
  readonly name?: string;
  readonly tier?: "low" | "high";
  readonly tags?: { key: string; value: string }[];
}

async function newModel({ name = `model ${++sequence}`, tier = "low", tags = [] }: Made = {}): Promise<string> {
  await createModel(env.deps, caller, { name, tier, tags });
  return name;
}

/** A version of bytes of its own, or of a copy of what another model has. */
async function register(model: string, copyOf?: string): Promise<void> {
  const path = `0/${++sequence}/artifacts`;
  if (copyOf === undefined) {
    await writeArtifact(env.deps, caller, { path: `${path}/model.pkl`, source: Readable.from([Buffer.from(`bytes ${sequence}`)]) });
  }
  await registerVersion(env.deps, caller, { model, source: copyOf === undefined ? `mlflow-artifacts:/${path}` : `models:/${copyOf}/1` });
}

const gate = { code: "precondition-failed", params: { reason: "gate" } };
const toProduction = (model: string) => moveStage(env.deps, caller, { model, version: 1, stage: "production", reason: "good" });

describe("the tier that counts", () => {
  test("is not lowered by removing the model of high risk, nor by making it anew under its name", async () => {
    const high = await newModel({ tier: "high" });
    await register(high);
    const low = await newModel();
    await register(low, high);
    await deleteModel(env.deps, caller, { model: high });
    expect(await getVersion(env.deps, caller, { model: low, version: 1 })).toMatchObject({ effectiveTier: "high" });
    await newModel({ name: high });
    await register(high, low);
    expect(await getVersion(env.deps, caller, { model: high, version: 1 })).toMatchObject({ effectiveTier: "high" });
    await expect(toProduction(high)).rejects.toMatchObject(gate);
  });
});

describe("a policy that matches by names or tags", () => {
  beforeAll(async () => {
    await publish(
      "credit",
      "match: { tier: low, transition: '* -> production', models: ['credit-*'] }\napprovals: [{ role: approver, min: 1 }]\n",
    );
    await publish(
      "people",
      "match: { tier: low, transition: '* -> production', tags: { domain: people } }\napprovals: [{ role: approver, min: 1 }]\n",
    );
  });

  test("governs a model that is called otherwise by now", async () => {
    const model = await newModel({ name: "credit-scores" });
    await register(model);
    await renameModel(env.deps, caller, { model, name: "scores" });
    await expect(toProduction("scores")).rejects.toMatchObject(gate);
  });

  test("governs a copy of the bytes under another name and without the tag", async () => {
    const [credit, people] = [await newModel({ name: "credit-limits" }), await newModel({ tags: [{ key: "domain", value: "people" }] })];
    for (const original of [credit, people]) {
      await register(original);
      const copy = await newModel();
      await register(copy, original);
      await expect(toProduction(copy)).rejects.toMatchObject(gate);
    }
    const other = await newModel();
    await register(other);
    expect(await toProduction(other)).toMatchObject({ version: { stage: "production" } });
  });

  test("lets nothing pass that it does not match here", async () => {
    await publish("sandbox", "match: { tier: high, transition: experimental -> production, models: ['sandbox-*'] }\n");
    const model = await newModel({ name: "sandbox-a", tier: "high" });
    await register(model);
    await renameModel(env.deps, caller, { model, name: "serious" });
    await expect(toProduction("serious")).rejects.toMatchObject(gate);
  });
});

test("whoever registered the bytes first does not vote on a copy that somebody else registered", async () => {
  await publish("production-medium", "match: { tier: medium, transition: '* -> production' }\napprovals: [{ role: admin, min: 1 }]\n");
  const { workspace } = caller;
  if (!workspace) throw new Error("the caller has a workspace");
  const colleague = await env.createUser();
  await env.addMember(workspace, colleague, "contributor");
  const original = await newModel();
  await register(original);
  const by = env.callerOf({ workspace, user: colleague, role: "contributor" });
  const { name: copy } = await createModel(env.deps, by, { name: "the copy", tier: "medium" });
  await registerVersion(env.deps, by, { model: copy, source: `models:/${original}/1` });
  const { number } = await openRequest(env.deps, by, { model: copy, version: 1, toStage: "production", reason: "good" });
  const vote = castVote(env.deps, caller, { number, choice: "approve", reason: "mine" });
  await expect(vote).rejects.toMatchObject({ message: expect.stringContaining("registered the version") });
});
