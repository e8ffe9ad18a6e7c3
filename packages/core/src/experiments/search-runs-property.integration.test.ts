import type { Comparison, FilterEntity, FilterOperator } from "@plumbline/contracts/query/expression";
import { printFilter } from "@plumbline/contracts/query/print";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, readOrderBy } from "../kernel/index.ts";
import { createExperiment, createRun, logBatch, logInputs, searchRuns, settleRuns, updateRun } from "./index.ts";
import { searchRuns as searchRows } from "./store/search-runs.ts";

/** A run as the naive evaluator below knows it. */
interface Fact {
  readonly runId: string;
  readonly status: "RUNNING" | "FINISHED" | "FAILED";
  readonly startTime: number;
  readonly endTime: number | null;
  readonly metrics: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string | null }[];
}

const numbers = [-1, 0, 0.5, 1, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const texts = ["", "a", "A", "ab", "aB", "a%b", "a_b", "a\\b", "10", "9", "é"];
const patterns = ["%", "_", "a%", "A%", "%b", "a_b", "a\\_b", "", "%\\%", "é", "__"];
const keys = ["k", "val/f1", "sp ace", "absent"];
const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const mapOf = <V>(value: fc.Arbitrary<V>) =>
  fc.dictionary(some(keys.slice(0, 3)), value).map((entries) => new Map(Object.entries(entries)));

const factArbitrary: fc.Arbitrary<Omit<Fact, "runId">> = fc.record({
  status: some(["RUNNING", "FINISHED", "FAILED"] as const),
  startTime: fc.integer({ min: 1, max: 5 }),
  endTime: fc.option(fc.integer({ min: 1, max: 5 })),
  metrics: mapOf(some(numbers)),
  params: mapOf(some(texts)),
  tags: mapOf(some(texts)),
  datasets: fc.uniqueArray(
    fc.record({ name: some(["a", "ab", "B"]), digest: some(["1", "2"]), context: fc.option(some(["train", "Train"])) }),
    {
      maxLength: 3,
      selector: ({ name, digest }) => name + digest,
    },
  ),
});

const numberComparison = (of: { entity: "metric" | "attribute"; key: string }, values: readonly number[]) =>
  fc
    .record({ operator: some(["=", "!=", ">", ">=", "<", "<="] as const), value: some(values) })
    .map((rest): Comparison => ({ kind: "comparison", valueType: "number", ...of, ...rest }));
const textComparison = (of: { entity: Comparison["entity"]; key: string }, values: readonly string[]) =>
  fc
    .oneof(
      fc.record({ operator: some(["=", "!="] as const), value: some(values) }),
      fc.record({ operator: some(["LIKE", "ILIKE"] as const), value: some(patterns) }),
    )
    .map((rest): Comparison => ({ kind: "comparison", valueType: "text", ...of, ...rest }));
const listComparison = (of: { entity: Comparison["entity"]; key: string }, values: readonly string[]) =>
  fc
    .record({ operator: some(["IN", "NOT IN"] as const), value: fc.uniqueArray(some(values), { minLength: 1, maxLength: 3 }) })
    .map((rest): Comparison => ({ kind: "comparison", valueType: "list", ...of, ...rest }));
const presence = (of: { entity: "param" | "tag"; key: string }) =>
  some(["IS NULL", "IS NOT NULL"] as const).map(
    (operator): Comparison => ({ kind: "comparison", valueType: "none", value: null, ...of, operator }),
  );

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  some(keys).chain((key) =>
    numberComparison(
      { entity: "metric", key },
      numbers.filter((number) => !Number.isNaN(number)),
    ),
  ),
  fc
    .tuple(some(["param", "tag"] as const), some(keys))
    .chain(([entity, key]) => fc.oneof(textComparison({ entity, key }, texts), presence({ entity, key }))),
  some(keys).map(
    (key): Comparison => ({ kind: "comparison", valueType: "none", value: null, entity: "metric", key, operator: "IS NOT NULL" }),
  ),
  fc
    .tuple(some(keys), fc.uniqueArray(some([-1, 0.5, 1]), { minLength: 1 }), some(["IN", "NOT IN"] as const))
    .map(([key, value, operator]): Comparison => ({ kind: "comparison", valueType: "numbers", entity: "metric", key, operator, value })),
  fc.tuple(some(["start_time", "duration"]), some([1, 2, 2.5]), some([2, 3])).map(
    ([key, low, high]): Comparison => ({
      kind: "comparison",
      valueType: "range",
      entity: "attribute",
      key,
      operator: "BETWEEN",
      value: [low, high],
    }),
  ),
  some(["start_time", "end_time"]).chain((key) => numberComparison({ entity: "attribute", key }, [1, 2, 2.5, 3, 4])),
  textComparison({ entity: "attribute", key: "status" }, ["RUNNING", "finished", "FAILED"]),
  listComparison({ entity: "attribute", key: "run_id" }, ["run-0", "run-7", "run-15", "nobody"]),
  some(["name", "digest", "context"]).chain((key) =>
    fc.oneof(
      textComparison({ entity: "dataset", key }, ["a", "1", "train"]),
      listComparison({ entity: "dataset", key }, ["a", "B", "1", "train"]),
    ),
  ),
);

/** Does a value that is there satisfy the comparison? */
function holds(value: string | number, { operator, value: wanted }: Comparison): boolean {
  const like = (flags: string) =>
    new RegExp(
      `^${String(wanted)
        .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        .replaceAll("%", "[^]*")
        .replaceAll("_", "[^]")}$`,
      flags,
    );
  const operators: Partial<Record<FilterOperator, () => boolean>> = {
    "=": () => value === wanted,
    "!=": () => value !== wanted,
    ">": () => Number(value) > Number(wanted),
    ">=": () => Number(value) >= Number(wanted),
    "<": () => Number(value) < Number(wanted),
    "<=": () => Number(value) <= Number(wanted),
    LIKE: () => like("u").test(String(value)),
    ILIKE: () => like("iu").test(String(value)),
    IN: () => (wanted as readonly unknown[]).includes(value),
    "NOT IN": () => !(wanted as readonly unknown[]).includes(value),
    BETWEEN: () => (wanted as readonly number[]).every((bound, index) => (index === 0 ? Number(value) >= bound : Number(value) <= bound)),
    "IS NULL": () => false,
    "IS NOT NULL": () => true,
  };
  return operators[operator]?.() ?? false;
}

function matches(fact: Fact, one: Comparison): boolean {
  const read: Partial<Record<FilterEntity, () => readonly (string | number | null | undefined)[]>> = {
    attribute: () => [
      {
        status: fact.status,
        run_id: fact.runId,
        start_time: fact.startTime,
        end_time: fact.endTime,
        duration: fact.endTime === null ? null : fact.endTime - fact.startTime,
      }[one.key],
    ],
    metric: () => [fact.metrics.get(one.key)],
    param: () => [fact.params.get(one.key)],
    tag: () => [fact.tags.get(one.key)],
    dataset: () => fact.datasets.map((dataset) => dataset[one.key as "name" | "digest" | "context"]),
  };
  const present = (read[one.entity]?.() ?? []).filter((value) => value !== null && value !== undefined);
  if (one.operator === "IS NULL") return present.length === 0;
  return present.some((value) => holds(value, one));
}

let env: TestEnvironment;
let caller: Caller;
let experimentId: string;
let facts: Fact[];

beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  // The numbers of these runs lie in two blocks.
  await env.sql("SELECT setval(pg_get_serial_sequence('run', 'key'), 460)", []);
  experimentId = (await createExperiment(env.deps, caller, { name: "random" })).experimentId;
  facts = fc.sample(factArbitrary, { numRuns: 40, seed: 20_261_123 }).map((fact, index) => ({ runId: `run-${index}`, ...fact }));
  // A third has settled with what it has, a third was written to since, and a third has never settled.
  const [settled, rewritten, hot] = [0, 1, 2].map((rest) => facts.filter((_fact, index) => index % 3 === rest));
  for (const fact of settled ?? []) await write(fact);
  for (const { runId, startTime } of rewritten ?? []) await writeOther(runId, startTime);
  await settle();
  for (const fact of rewritten ?? []) await write(fact, { isNew: false });
  for (const fact of hot ?? []) await write(fact);
});
afterAll(() => env.close());

const pairs = (map: ReadonlyMap<string, string>) => [...map].map(([key, value]) => ({ key, value }));

async function write({ runId, status, startTime, endTime, metrics, params, tags, datasets }: Fact, { isNew } = { isNew: true }) {
  if (isNew) await createRun(env.deps, caller, { experimentId, runId, startTime });
  await updateRun(env.deps, caller, { runId, status, ...(endTime === null ? {} : { endTime }) });
  await logBatch(env.deps, caller, {
    runId,
    params: pairs(params),
    tags: pairs(tags),
    metrics: [...metrics].map(([key, value]) => ({
      key,
      value: Number.isFinite(value) ? value : (String(value) as "NaN"),
      timestamp: 1,
      step: 1,
    })),
  });
  await logInputs(env.deps, caller, {
    runId,
    datasets: datasets.map(({ name, digest, context }) => ({
      dataset: { name, digest, sourceType: "code", source: "x" },
      tags: context === null ? [] : [{ key: "mlflow.data.context", value: context }],
    })),
  });
}

/** What the ranks of a run that is written to later say: its name, and a tag that goes away again. */
async function writeOther(runId: string, startTime: number) {
  await createRun(env.deps, caller, { experimentId, runId, startTime, name: "other", tags: [{ key: "gone", value: "a" }] });
}

/** As the worker does, first when somebody was just writing, then when nobody has for long. */
async function settle(): Promise<void> {
  const handler = await settleRuns.handler();
  for (const laterMs of [0, 600_000]) {
    const deps = { ...env.deps, now: () => new Date(Date.now() + laterMs) };
    await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
  }
}

/** Each has the walks, what is gathered, and what takes over from a walk do the work that few runs would not leave to them. */
const manyLimits = [
  { driven: 0, unsifted: 0, unwalked: 0, gathered: 0, entriesPerMatch: 1, entriesPerSifted: 1 },
  { driven: 0, unsifted: 0, unwalked: 0, gathered: 12, entriesPerMatch: 0.3, entriesPerSifted: 0.3 },
  { driven: 0, unsifted: 0, unwalked: 0, gathered: 100, entriesPerMatch: 0.6, entriesPerSifted: 0.6 },
  { driven: 0, unsifted: 0, unwalked: 100, gathered: 100, entriesPerMatch: 20, entriesPerSifted: 20 },
  { driven: 3, unsifted: 2, unwalked: 4, gathered: 20, entriesPerMatch: 2, entriesPerSifted: 0.5 },
];

interface LimitedSearch {
  readonly terms: readonly Comparison[];
  readonly orderBy: readonly string[];
  readonly limit: number;
  readonly limits: (typeof manyLimits)[number];
}

const everyRunWithin = async ({ terms, orderBy, limit, limits }: LimitedSearch): Promise<string[]> => {
  const workspaceId = caller.workspace?.id ?? 0;
  const search = {
    experimentIds: [Number(experimentId)],
    filter: { kind: "all", terms } as const,
    order: readOrderBy(orderBy, "runs"),
    view: "all" as const,
    limit,
    limits,
  };
  const seen: string[] = [];
  let after: readonly unknown[] | undefined;
  do {
    const page = await env.db.transaction({ role: "app", workspaceId, actorId: "test" }, (tx) =>
      searchRows(tx, workspaceId, { ...search, after }),
    );
    seen.push(...page.rows.map(({ run_id }) => run_id));
    after = page.next;
  } while (after);
  return seen;
};

const everyRun = async (search: { filter: string; orderBy: string[]; limit: number }): Promise<string[]> => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchRuns(env.deps, caller, {
      experimentIds: [experimentId],
      columns: { metrics: [], params: [], tags: [] },
      ...search,
      ...(cursor ? { cursor } : {}),
    });
    seen.push(...page.items.map(({ runId }) => runId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
};

test("random filters find what a naive reading of them finds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(comparison, { minLength: 1, maxLength: 3 }), async (terms) => {
      const filter = printFilter({ kind: "all", terms }, "runs");
      fc.pre(filter !== undefined);
      const expected = facts.filter((fact) => terms.every((term) => matches(fact, term))).map(({ runId }) => runId);
      expect((await everyRun({ filter, orderBy: ["run_id"], limit: 1000 })).sort()).toEqual(expected.sort());
    }),
    { numRuns: 400 },
  );
});

/** Numbers, then NaN, then nothing, whichever the direction. */
const rank = (value: string | number | null | undefined): number =>
  value === null || value === undefined ? 2 : Number.isNaN(value) ? 1 : 0;

const sortKeys = {
  "metrics.k": (fact: Fact) => fact.metrics.get("k"),
  "metrics.`val/f1`": (fact: Fact) => fact.metrics.get("val/f1"),
  "params.k": (fact: Fact) => fact.params.get("k"),
  "tags.`sp ace`": (fact: Fact) => fact.tags.get("sp ace"),
  end_time: (fact: Fact) => fact.endTime,
  duration: (fact: Fact) => (fact.endTime === null ? null : fact.endTime - fact.startTime),
  status: (fact: Fact) => fact.status,
  start_time: (fact: Fact) => fact.startTime,
  run_id: (fact: Fact) => fact.runId,
} as const;

function compareBy(left: string | number | null | undefined, right: string | number | null | undefined, sign: number): number {
  const ranks = rank(left) - rank(right);
  if (ranks !== 0 || rank(left) > 0 || left === right) return ranks;
  return (left as number) < (right as number) ? -sign : sign;
}

type Order = readonly (readonly [key: keyof typeof sortKeys, direction: "ASC" | "DESC"])[];

function naiveOrder(order: Order, left: Fact, right: Fact): number {
  const compared = order.map(([key, direction]) => compareBy(sortKeys[key](left), sortKeys[key](right), direction === "ASC" ? 1 : -1));
  return compared.find((sign) => sign !== 0) ?? (right.startTime - left.startTime || compareBy(left.runId, right.runId, 1));
}

test("random orders give the order of a naive sort, page by page", async () => {
  const item = fc.tuple(some(Object.keys(sortKeys) as (keyof typeof sortKeys)[]), some(["ASC", "DESC"] as const));
  const items = fc.uniqueArray(item, { maxLength: 3, selector: ([key]) => key });
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 3, max: 50 }), async (order, limit) => {
      const expected = [...facts].sort((left, right) => naiveOrder(order, left, right)).map(({ runId }) => runId);
      expect(await everyRun({ filter: "", orderBy: order.map((one) => one.join(" ")), limit })).toEqual(expected);
    }),
    { numRuns: 80 },
  );
});

test("however runs are found, they are the same in the same order", async () => {
  const item = fc.tuple(some(Object.keys(sortKeys) as (keyof typeof sortKeys)[]), some(["ASC", "DESC"] as const));
  const items = fc.uniqueArray(item, { maxLength: 2, selector: ([key]) => key });
  const terms = fc.array(comparison, { maxLength: 3 });
  const bounds = fc.record({ limit: fc.integer({ min: 1, max: 30 }), limits: some(manyLimits) });
  await fc.assert(
    fc.asyncProperty(terms, items, bounds, async (terms, order, { limit, limits }) => {
      const matching = facts.filter((fact) => terms.every((term) => matches(fact, term)));
      const expected = matching.sort((left, right) => naiveOrder(order, left, right)).map(({ runId }) => runId);
      expect(await everyRunWithin({ terms, orderBy: order.map((one) => one.join(" ")), limit, limits })).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
