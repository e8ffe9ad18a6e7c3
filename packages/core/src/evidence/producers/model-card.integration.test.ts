import { cardFieldNames } from "@plumbline/contracts/registry/card";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import { createModel, editCard, registerVersion } from "../../registry/index.ts";
import { listEvidence, listProductions } from "../index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "../open-test-evidence.ts";

let it: TestEvidence;
let caller: Caller;
beforeAll(async () => {
  it = await openTestEvidence();
  caller = await it.newCaller(await it.env.createWorkspace());
});
afterAll(() => it.env.close());

const cards = async ({ model, version }: TestVersion) =>
  (await listEvidence(it.deps, caller, { model, version, kind: "model_card" })).items;
const edit = ({ model, version }: TestVersion, basedOn: number, fields: Parameters<typeof editCard>[2]["fields"]) =>
  editCard(it.deps, caller, { model, version, basedOn, fields });
const whole = Object.fromEntries(cardFieldNames.map((name) => [name, `About ${name}.`]));

test("each edit of a card is checked by the platform, and the newest evidence says what is still empty", async () => {
  const made = await it.register(caller);
  await edit(made, 0, { intendedUse: "Decides on loans.", limitations: "Not for businesses." });
  await it.work();
  const [first] = await cards(made);
  expect(first).toMatchObject({
    verdict: "fail",
    values: { complete: false, filled: 2, empty: 10, fields: "intended use, limitations" },
    producer: { kind: "platform" },
    inputs: [{ kind: "model-card", name: "revision 1", digest: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  });
  expect(String(first?.values.missing).split(", ")).toContain("out of scope use");
  await edit(made, 1, whole);
  await it.work();
  const [second, ...earlier] = await cards(made);
  expect(second).toMatchObject({ verdict: "pass", values: { complete: true, filled: 12, empty: 0, missing: "" } });
  expect(second?.inputs[0]?.digest).not.toBe(first?.inputs[0]?.digest);
  expect(earlier).toEqual([first]);
});

test("an edit while the card before is checked has it checked anew", async () => {
  const made = await it.register(caller);
  await edit(made, 0, { overview: "One." });
  await edit(made, 1, whole);
  await it.work();
  expect((await cards(made)).map(({ values }) => values.complete)).toEqual([true]);
  const { items } = await listProductions(it.deps, caller, { model: made.model, version: made.version });
  expect(items.filter(({ kind }) => kind === "model_card").map(({ state }) => state)).toEqual(["succeeded", "cancelled"]);
});

test("the card is the version's own: others of the same bytes have none of it", async () => {
  const files = { MLmodel: "flavors: {card: {}}\n" };
  const made = await it.register(caller, { files });
  const copy = await it.register(caller, { files });
  await edit(made, 0, whole);
  await it.work();
  expect(await cards(made)).toHaveLength(1);
  expect(copy.digest).toBe(made.digest);
  expect(await cards(copy)).toEqual([]);
});

test("it can be asked for without an edit: what records filled in counts", async () => {
  const made = await it.register(caller);
  await it.work();
  expect(await it.make(caller, made, { kind: "model_card" })).toMatchObject({ state: "succeeded" });
  expect((await cards(made))[0]).toMatchObject({ inputs: [{ name: "revision 0" }] });
});

test("a card of a version without bytes is edited all the same", async () => {
  const { name: model } = await createModel(it.deps, caller, { name: "outside" });
  await registerVersion(it.deps, caller, { model, source: "s3://bucket/model" });
  await edit({ model, version: 1 }, 0, whole);
  expect(await cards({ model, version: 1 })).toEqual([]);
});
