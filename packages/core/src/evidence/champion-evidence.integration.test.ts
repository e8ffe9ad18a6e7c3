import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureStarters, openRequest, previewRequest, publishPolicy } from "../approvals/index.ts";
import { type Caller, workspaceOf } from "../kernel/index.ts";
import { createModel, registerVersion } from "../registry/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { addEvidence } from "./add-evidence.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "./open-test-evidence.ts";
import { findBoundVersion } from "./version-subject.ts";

let it: TestEvidence;
let caller: Caller;
beforeAll(async () => {
  it = await openTestEvidence();
  caller = await it.newCaller(await it.env.createWorkspace());
  await ensureStarters(it.deps);
  const source = `name: production-low
match: { tier: low, transition: '* -> production' }
require: [{ champion: { verdict: [better, no_champion] } }]
`;
  await publishPolicy(it.deps, caller, { policy: "production-low", source, reason: "for tests" });
});
afterAll(() => it.env.close());

const found = (of: TestVersion, values: Readonly<Record<string, string | number>>) =>
  systemContext(it.deps, workspaceOf(caller).id, async (ctx) =>
    addEvidence(ctx, await findBoundVersion(ctx, of), {
      kind: "champion",
      title: "Comparison with the champion",
      verdict: "info",
      summary: "",
      values: { metric: "auc", ...values },
      method: {},
      inputs: [],
      producer: { kind: "platform", id: "plumbline" },
    }),
  );
const clauseOf = async ({ model, version }: TestVersion): Promise<string | undefined> =>
  (await previewRequest(it.deps, caller, { model, version, toStage: "production" })).clauses[0]?.state;

/** A model whose first version is the champion, found to have none before it, and a second version. */
async function withChampion(): Promise<{ model: string; second: TestVersion }> {
  const { name: model } = await createModel(it.deps, caller, { name: `compared ${crypto.randomUUID()}`, tier: "low" });
  const first = await it.register(caller, { model });
  const second = await it.register(caller, { model });
  await found(second, { verdict: "no_champion" });
  expect(await clauseOf(second)).toBe("met");
  await found(first, { verdict: "no_champion" });
  expect(await openRequest(it.deps, caller, { model, version: 1, toStage: "production", reason: "good" })).toMatchObject({
    state: "approved",
  });
  return { model, second };
}

test("a comparison counts as long as the model has the champion that it was made with", async () => {
  const { model, second } = await withChampion();
  expect(await clauseOf(second)).toBe("missing");
  await found(second, { verdict: "better", champion_version: 1 });
  expect(await clauseOf(second)).toBe("met");
  const third = await it.register(caller, { model });
  await found(third, { verdict: "better", champion_version: 1 });
  await openRequest(it.deps, caller, { model, version: 2, toStage: "production", reason: "better" });
  expect(await clauseOf(third)).toBe("missing");
  expect(await clauseOf({ model, version: 2 })).toBe("met");
});

test("what another model's comparison says of the same bytes says nothing here", async () => {
  const { model } = await withChampion();
  const third = await it.register(caller, { model });
  const { name: other } = await createModel(it.deps, caller, { name: `other ${crypto.randomUUID()}`, tier: "low" });
  await registerVersion(it.deps, caller, { model: other, source: `models:/${model}/${third.version}` });
  await found({ model: other, version: 1 }, { verdict: "no_champion", champion_version: 1 });
  expect(await clauseOf(third)).toBe("missing");
  expect(await clauseOf({ model: other, version: 1 })).toBe("met");
});
