import type * as contract from "@plumbline/contracts/experiments/experiment";
import type { CallInput } from "@plumbline/contracts/operation";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createExperiment, deleteExperiment, renameExperiment, searchExperiments } from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let madeAt: number;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  env.advance(1000);
  const make = async (name: string, value?: string) => {
    env.advance(1000);
    return createExperiment(env.deps, caller, { name, tags: value === undefined ? [] : [{ key: "te am", value }] });
  };
  await make("alpha", "Risk");
  madeAt = (await make("Beta", "risk")).creationTime;
  await make("gamma_1");
  await make("gone", "risk");
  await deleteExperiment(env.deps, caller, { experimentId: "4" });
  env.advance(1000);
  await renameExperiment(env.deps, caller, { experimentId: "1", name: "Alpha" });
});
afterAll(() => env.close());

type Search = CallInput<typeof contract.searchExperiments>;
const find = async (search: Search): Promise<string[]> => (await searchExperiments(env.deps, caller, search)).items.map(({ name }) => name);

describe("filters", () => {
  test.each([
    ["", ["gamma_1", "Beta", "Alpha", "Default"]],
    ["name = 'Beta'", ["Beta"]],
    ["attribute.name != 'Beta'", ["gamma_1", "Alpha", "Default"]],
    ["name LIKE '%a'", ["Beta", "Alpha"]],
    ["name LIKE 'b%'", []],
    ["name ILIKE 'b%'", ["Beta"]],
    ["name LIKE 'gamma\\_1'", []],
    ["experiment_id IN ('1', '02', '99')", ["Beta", "Alpha"]],
    ["experiment_id != '1' AND experiment_id NOT IN ('0')", ["gamma_1", "Beta"]],
    ["experiment_id = '99999999999999999999'", []],
    ["tags.`te am` = 'risk'", ["Beta"]],
    ["tags.`te am` != 'risk'", ["Alpha"]],
    ["tags.`te am` ILIKE 'RISK'", ["Beta", "Alpha"]],
    ["tags.`te am` IS NULL", ["gamma_1", "Default"]],
    ["tags.`te am` IS NOT NULL AND name LIKE 'A%'", ["Alpha"]],
    ["creation_time > 99999999999999999999", []],
    ["last_update_time > 0", ["gamma_1", "Beta", "Alpha", "Default"]],
  ])("%s", async (filter, expected) => {
    expect(await find({ filter })).toEqual(expected);
  });

  test("times compare to the millisecond", async () => {
    expect(await find({ filter: `creation_time = ${madeAt}` })).toEqual(["Beta"]);
    expect(await find({ filter: `creation_time > ${madeAt}` })).toEqual(["gamma_1"]);
    expect(await find({ filter: `creation_time <= ${madeAt}` })).toEqual(["Beta", "Alpha", "Default"]);
  });

  test("a refused filter carries the language's message", async () => {
    await expect(find({ filter: "metrics.a > 1" })).rejects.toMatchObject({
      code: "invalid",
      message: "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')",
      params: { reason: "filter" },
    });
    await expect(find({ orderBy: ["colour"] })).rejects.toMatchObject({ code: "invalid", params: { reason: "order-by" } });
  });
});

test.each([
  [["name"], ["Alpha", "Beta", "Default", "gamma_1"]],
  [["name DESC"], ["gamma_1", "Default", "Beta", "Alpha"]],
  [["experiment_id"], ["Default", "Alpha", "Beta", "gamma_1"]],
  [["last_update_time DESC"], ["Alpha", "gamma_1", "Beta", "Default"]],
  [
    ["creation_time ASC", "name"],
    ["Default", "Alpha", "Beta", "gamma_1"],
  ],
])("ordered by %j, in one page and in many", async (orderBy, expected) => {
  expect(await find({ orderBy })).toEqual(expected);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchExperiments(env.deps, caller, { orderBy, limit: 1, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
    if (cursor)
      await expect(find({ orderBy, cursor, view: "all" })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "cursor" }] });
  } while (cursor);
  expect(seen).toEqual(expected);
});

test("deleted experiments are in the views that ask for them", async () => {
  expect(await find({ view: "deleted" })).toEqual(["gone"]);
  expect(await find({ view: "all" })).toEqual(["gone", "gamma_1", "Beta", "Alpha", "Default"]);
});
