import "../evidence/index.ts";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  archiveEnvironment,
  confirmBreakGlass,
  createEnvironment,
  endBreakGlass,
  ensureStarters,
  listAuthorisations,
  openRequest,
  publishPolicy,
  revokeAuthorisation,
} from "../approvals/index.ts";
import { writeArtifact } from "../artifacts/index.ts";
import type { Caller } from "../kernel/index.ts";
import { createModel, getVersion, moveStage, registerVersion, rollBack } from "./index.ts";

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
  await publish("production-medium", "match: { tier: medium, transition: '* -> production' }\nconditions: [{ time_limit: 24h }]\n");
  await publish(
    "production-critical",
    "match: { tier: critical, transition: '* -> production' }\napprovals: [{ role: approver, min: 2 }]\nbreak_glass: { roles: [admin, engineer], people: 2, expires_after: 2h, review_within: 48h }\n",
  );
});
afterAll(() => env.close());

const publish = (policy: string, rest: string) =>
  publishPolicy(env.deps, caller, { policy, source: `name: ${policy}\n${rest}`, reason: "for tests" });

/** A model whose version 1 is to be gone back to. */
async function newModel(tier: "low" | "medium" | "critical" = "low"): Promise<string> {
  const { name } = await createModel(env.deps, caller, { name: `model ${++sequence}`, tier });
  const path = `0/${name}/artifacts`;
  await writeArtifact(env.deps, caller, { path: `${path}/model.pkl`, source: Readable.from([Buffer.from(name)]) });
  await registerVersion(env.deps, caller, { model: name, source: `mlflow-artifacts:/${path}` });
  return name;
}
const promote = (model: string, more: { environment?: string; uses?: ("canary" | "full")[] } = {}) =>
  openRequest(env.deps, caller, { model, version: 1, toStage: "production", reason: "good", ...more });
const stepDown = (model: string) => moveStage(env.deps, caller, { model, version: 1, stage: "staging", reason: "errors" });
const back = (model: string) => rollBack(env.deps, caller, { model, version: 1, reason: "errors" });
const stageOf = async (model: string) => (await getVersion(env.deps, caller, { model, version: 1 })).stage;
const refusal = { code: "precondition-failed", params: { reason: "never-authorised" } };

async function authorisations(model: string, all: "true" | "false" = "false") {
  const [row] = await env.sql<{ ref: string }>("SELECT key || '/1' AS ref FROM registered_model WHERE name = $1", [model]);
  return (await listAuthorisations(env.deps, caller, { subject: `model-version:${row?.ref}`, all })).items;
}

test("what was full in staging alone, and in production by break-glass, does not come back by a rollback", async () => {
  const model = await newModel("critical");
  await moveStage(env.deps, caller, { model, version: 1, stage: "staging", reason: "try" });
  const { number } = await promote(model);
  const second = await env.createUser();
  const { workspace } = caller;
  if (!workspace) throw new Error("the caller has a workspace");
  await env.addMember(workspace, second, "engineer");
  for (const by of [caller, env.callerOf({ workspace, user: second })]) {
    await confirmBreakGlass(env.deps, by, { number, reason: "customers cannot pay" });
  }
  await env.sql("DELETE FROM member WHERE user_id = $1", [second.id]);
  expect(await stageOf(model)).toBe("production");
  env.advance(2 * 3_600_000 + 1000);
  const task = { deps: env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) };
  await (await endBreakGlass.handler())(task, {});
  expect(await stageOf(model)).toBe("staging");
  await expect(back(model)).rejects.toMatchObject(refusal);
  expect(await stageOf(model)).toBe("staging");
});

test("what somebody revoked does not come back, also where an older decision had allowed it", async () => {
  const model = await newModel();
  await promote(model);
  await stepDown(model);
  await promote(model);
  const [newest] = await authorisations(model);
  await revokeAuthorisation(env.deps, caller, { authorisationId: newest?.id ?? "", reason: "harm to customers" });
  await stepDown(model);
  await expect(back(model)).rejects.toMatchObject(refusal);
  expect((await authorisations(model, "true")).find(({ id }) => id === newest?.id)).toMatchObject({
    endReason: "Revoked: harm to customers",
  });
});

test("what was allowed for a time is not longer for a rollback, and not at all once the time is over", async () => {
  const model = await newModel("medium");
  await promote(model);
  const [given] = await authorisations(model);
  await stepDown(model);
  await back(model);
  expect(await authorisations(model)).toMatchObject([{ validUntil: given?.validUntil, endedAt: null }]);
  env.advance(25 * 3_600_000);
  await stepDown(model);
  await expect(back(model)).rejects.toMatchObject(refusal);
});

test("comes back in every environment of production where it was allowed in full, and in none that is closed", async () => {
  for (const name of ["production-eu", "production-us"]) await createEnvironment(env.deps, caller, { name, stage: "production" });
  const model = await newModel();
  for (const environment of ["production", "production-eu", "production-us"]) await promote(model, { environment });
  await stepDown(model);
  await archiveEnvironment(env.deps, caller, { environment: "production-us" });
  await back(model);
  expect((await authorisations(model)).map(({ environment }) => environment).sort()).toEqual(["production", "production-eu"]);
});

test("what a retirement ended does not come back on the way over staging", async () => {
  const model = await newModel();
  await promote(model);
  await moveStage(env.deps, caller, { model, version: 1, stage: "retired", reason: "harm to customers" });
  await moveStage(env.deps, caller, { model, version: 1, stage: "staging", reason: "look again" });
  await expect(back(model)).rejects.toMatchObject(refusal);
});
