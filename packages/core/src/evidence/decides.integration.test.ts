import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureStarters, getRequest, openRequest, previewRequest, publishPolicy } from "../approvals/index.ts";
import type { Caller } from "../kernel/index.ts";
import { createModel, editCard, getVersion } from "../registry/index.ts";
import { recordEvidence } from "./index.ts";
import { openTestEvidence, type TestEvidence } from "./open-test-evidence.ts";

let it: TestEvidence;
let caller: Caller;
beforeAll(async () => {
  it = await openTestEvidence();
  caller = await it.newCaller(await it.env.createWorkspace());
  await ensureStarters(it.deps);
});
afterAll(() => it.env.close());

const publish = async (require: string) => {
  const source = `name: production-low\nmatch: { tier: low, transition: '* -> production' }\nrequire:\n${require}`;
  const published = await publishPolicy(it.deps, caller, { policy: "production-low", source, reason: "for tests" });
  expect(published).toMatchObject({ isApplied: true });
};
const register = async (name: string, files: Record<string, string>) => {
  const { name: model } = await createModel(it.deps, caller, { name, tier: "low" });
  return it.register(caller, { model, files });
};
const states = (clauses: readonly { kind: string; state: string }[]) => Object.fromEntries(clauses.map(({ kind, state }) => [kind, state]));

test("a request that waits for evidence alone is decided in the transaction that writes it", async () => {
  await publish("  - security_scan: { dangerous: 0, dangerous_imports: 0 }\n  - model_card: { fields: [intended_use, limitations] }\n");
  const made = await register("clean", { MLmodel: "flavors: {}\n" });
  const { model, version } = made;
  const { number } = await openRequest(it.deps, caller, { model, version, toStage: "production", reason: "ready" });
  const look = () => getRequest(it.deps, caller, { number });
  expect(states((await look()).clauseList)).toEqual({ security_scan: "missing", model_card: "missing" });
  await it.work();
  expect(states((await look()).clauseList)).toEqual({ security_scan: "met", model_card: "missing" });
  await editCard(it.deps, caller, { model, version, basedOn: 0, fields: { intendedUse: "Loans." } });
  await it.work();
  const open = await look();
  expect(states(open.clauseList)).toEqual({ security_scan: "met", model_card: "failed" });
  expect(open.clauseList[1]?.todo).toMatch(/^Fill in .*limitations/);
  await editCard(it.deps, caller, { model, version, basedOn: 1, fields: { limitations: "Not for firms." } });
  await it.work();
  expect(await getRequest(it.deps, caller, { number })).toMatchObject({ state: "approved" });
  expect((await getVersion(it.deps, caller, { model, version })).stage).toBe("production");
});

test("a version whose files are dangerous stays where it is, and the clause says why", async () => {
  await publish("  - security_scan: { dangerous: 0 }\n");
  const made = await register("evil", { "model.pkl": "cos\nsystem\n(S'true'\ntR." });
  await it.work();
  const asked = { model: made.model, version: made.version, toStage: "production" as const };
  const { number } = await openRequest(it.deps, caller, { ...asked, reason: "please" });
  const request = await getRequest(it.deps, caller, { number });
  expect(request.state).not.toBe("approved");
  expect(request.clauseList).toMatchObject([
    { kind: "security_scan", state: "failed", found: expect.stringContaining("1 dangerous findings") },
  ]);
  expect((await getVersion(it.deps, caller, { model: made.model, version: made.version })).stage).toBe("experimental");
});

test("bytes that were proven under one name are proven under another", async () => {
  await publish("  - robustness: { verdict: pass }\n");
  const files = { MLmodel: "flavors: {twin: {}}\n" };
  const first = await register("first name", files);
  const second = await register("second name", files);
  const look = (of: { model: string; version: number }) =>
    previewRequest(it.deps, caller, { model: of.model, version: of.version, toStage: "production" });
  expect(states((await look(second)).clauses)).toEqual({ robustness: "missing" });
  await recordEvidence(it.deps, caller, {
    model: first.model,
    version: first.version,
    kind: "robustness",
    title: "Noise",
    verdict: "pass",
  });
  expect(states((await look(second)).clauses)).toEqual({ robustness: "met" });
});
