import { randomUUID } from "node:crypto";
import { dialects, isNumeric, operatorsFor } from "@plumbline/contracts/query/dialects";
import type { Comparison, FilterExpression, FilterOperator, FilterSubject, MetricFigure } from "@plumbline/contracts/query/expression";
import { printFilter } from "@plumbline/contracts/query/print";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createExperiment, createRun, logBatch, logInputs, searchRuns, updateRun } from "./index.ts";

/** A run as the naive evaluator below knows it. */
interface Fact {
  readonly runId: string;
  readonly status: "RUNNING" | "FINISHED" | "FAILED";
  readonly maker: "Ada" | "Bo";
  readonly startTime: number;
  readonly endTime: number | null;
  readonly metrics: ReadonlyMap<string, readonly number[]>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string | null }[];
  readonly files: readonly string[];
  readonly versions: readonly { readonly name: string; readonly stage: string; readonly aliases: readonly string[] }[];
}

const numbers = [-1, 0, 0.5, 1, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const finite = [-1, -0.25, 0, 0.5, 1, 1.5, 2, 3, 1e300];
const texts = ["", "a", "A", "ab", "aB", "a%b", "a_b", "a\\b", "10", "9", "é"];
const likes = ["%", "_", "a%", "A%", "%b", "a_b", "a\\_b", "", "%\\%", "é", "__", "%/%"];
const regexes = ["^a", "b$", "^$", "a.b", "[0-9]+", "^(a|9)", "x{2}", "é", "."];
const parent = "mlflow.parentRunId";
// `loss.max` is a metric of its own name too: there it is what `metrics.loss.max` means.
const metricKeys = ["loss", "loss.max", "val/f1"];
const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const mapOf = <V>(keys: readonly string[], value: fc.Arbitrary<V>) =>
  fc.dictionary(some(keys), value).map((entries) => new Map(Object.entries(entries)));

const factArbitrary: fc.Arbitrary<Omit<Fact, "runId">> = fc.record({
  status: some(["RUNNING", "FINISHED", "FAILED"] as const),
  maker: some(["Ada", "Bo"] as const),
  startTime: fc.integer({ min: 1, max: 5 }),
  endTime: fc.option(fc.integer({ min: 1, max: 9 })),
  metrics: mapOf(metricKeys, fc.array(some(numbers), { minLength: 1, maxLength: 4 })),
  params: mapOf(["k", "sp ace"], some(texts)),
  tags: fc.oneof(mapOf(["k"], some(texts)), mapOf([parent], some(["run-0", "run-1"]))),
  datasets: fc.uniqueArray(fc.record({ name: some(["a", "ab"]), digest: some(["1", "2"]), context: fc.option(some(["train", "Train"])) }), {
    maxLength: 3,
    selector: ({ name, digest }) => name + digest,
  }),
  files: fc.subarray(["model/model.pkl", "model2/x", "a", "a%b.png", "plots/roc.png", "plots/deep/A.png"]),
  versions: fc.array(
    fc.record({ name: some(["a", "ab"]), stage: some(["experimental", "production"]), aliases: fc.subarray(["champion", "a"]) }),
    { maxLength: 2 },
  ),
});

interface Pool {
  readonly subject: fc.Arbitrary<FilterSubject>;
  readonly values: readonly (string | number)[];
}

const pool = (entity: FilterSubject["entity"], keys: readonly string[], values: Pool["values"]): Pool => ({
  subject: some(keys).map((key) => ({ entity, key })),
  values,
});

const aggregate = (figures: readonly MetricFigure[], values: Pool["values"]): Pool => ({
  subject: fc
    .record({ key: some([...metricKeys, "absent"]), figure: some(figures), isDotted: fc.boolean() })
    .map(({ key, figure, isDotted }) => {
      const written = /[/.]/.test(key) ? `\`${key}\`` : key;
      return { entity: "aggregate", key, aggregate: { figure, ...(isDotted && { literal: `${written}.${figure}` }) } };
    }),
  values,
});

const pools: readonly Pool[] = [
  pool("metric", [...metricKeys, "absent"], finite),
  aggregate(["min", "max", "mean", "first"], finite),
  aggregate(["count"], [0, 1, 2, 3, 4]),
  pool("param", ["k", "sp ace", "absent"], texts),
  pool("tag", ["k", parent], [...texts, "run-0"]),
  pool("attribute", ["start_time", "end_time", "duration"], [0, 1, 2, 2.5, 3, 4]),
  pool("attribute", ["status"], ["RUNNING", "finished", "FAILED"]),
  pool("attribute", ["run_id"], ["run-0", "run-7", "run-15", "nobody"]),
  pool("attribute", ["created_by"], ["Ada", "Bo", "nobody"]),
  pool("dataset", ["name", "digest", "context"], ["a", "ab", "1", "train"]),
  pool("artifact", ["path"], ["model", "model/", "model/model.pkl", "mod", "a", "plots/deep", "plots/roc.png", "absent"]),
  pool("model", ["name", "stage", "alias"], ["a", "ab", "production", "champion"]),
  pool("model", ["version"], [1, 2, 3, 20]),
];

function operand(operator: FilterOperator, { subject, values }: { subject: FilterSubject; values: Pool["values"] }): fc.Arbitrary<object> {
  const isNumber = isNumeric(dialects.runs, subject);
  if (operator.startsWith("IS")) return fc.constant({ valueType: "none", value: null });
  if (operator.endsWith("BETWEEN")) return fc.tuple(some(values), some(values)).map((value) => ({ valueType: "range", value }));
  if (operator === "IN" || operator === "NOT IN") {
    const list = fc.uniqueArray(some(values), { minLength: 1, maxLength: 3 });
    return list.map((value) => ({ valueType: isNumber ? "numbers" : "list", value }));
  }
  const patterns = operator.endsWith("RLIKE") ? regexes : operator.endsWith("LIKE") ? likes : values;
  return some<string | number>(patterns).map((value) => ({ valueType: isNumber ? "number" : "text", value }));
}

const comparison: fc.Arbitrary<Comparison> = some(pools).chain(({ subject: subjects, values }) =>
  subjects.chain((subject) =>
    some(operatorsFor(dialects.runs, subject)).chain((operator) =>
      operand(operator, { subject, values }).map((rest) => ({ kind: "comparison", ...subject, operator, ...rest }) as Comparison),
    ),
  ),
);

const { filter: filters } = fc.letrec<{ filter: FilterExpression }>((tie) => {
  const terms = fc.array(tie("filter"), { minLength: 2, maxLength: 3 });
  return {
    filter: fc.oneof(
      { maxDepth: 4, depthIdentifier: "filter" },
      comparison,
      terms.map((list) => ({ kind: "all" as const, terms: list })),
      terms.map((list) => ({ kind: "any" as const, terms: list })),
      tie("filter").map((term) => ({ kind: "not" as const, term })),
    ),
  };
});

function like(pattern: unknown, flags: string): RegExp {
  const escaped = String(pattern).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("%", "[^]*").replaceAll("_", "[^]")}$`, flags);
}

/** Does a value that is there satisfy the comparison? */
function holds(value: string | number, { operator, value: wanted }: Comparison): boolean {
  const isBetween = () => {
    const [low, high] = wanted as readonly [number, number];
    return Number(value) >= low && Number(value) <= high;
  };
  const isListed = () => (wanted as readonly unknown[]).includes(value);
  const operators: Record<FilterOperator, () => boolean> = {
    "=": () => value === wanted,
    "!=": () => value !== wanted,
    ">": () => Number(value) > Number(wanted),
    ">=": () => Number(value) >= Number(wanted),
    "<": () => Number(value) < Number(wanted),
    "<=": () => Number(value) <= Number(wanted),
    BETWEEN: isBetween,
    "NOT BETWEEN": () => !isBetween(),
    LIKE: () => like(wanted, "u").test(String(value)),
    "NOT LIKE": () => !like(wanted, "u").test(String(value)),
    ILIKE: () => like(wanted, "iu").test(String(value)),
    "NOT ILIKE": () => !like(wanted, "iu").test(String(value)),
    RLIKE: () => new RegExp(String(wanted), "u").test(String(value)),
    "NOT RLIKE": () => !new RegExp(String(wanted), "u").test(String(value)),
    IN: isListed,
    "NOT IN": () => !isListed(),
    "IS NULL": () => false,
    "IS NOT NULL": () => true,
  };
  return operators[operator]();
}

type Values = (string | number | null | undefined)[];

function figureOf(points: readonly number[] | undefined, figure: MetricFigure): number | undefined {
  if (!points) return undefined;
  const known = points.filter((value) => !Number.isNaN(value));
  const figures: Record<MetricFigure, () => number | undefined> = {
    min: () => (known.length > 0 ? Math.min(...known) : undefined),
    max: () => (known.length > 0 ? Math.max(...known) : undefined),
    mean: () => (known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined),
    first: () => points[0],
    last: () => points.at(-1),
    count: () => points.length,
  };
  return figures[figure]();
}

function aggregateOf(fact: Fact, { key, aggregate: asked }: FilterSubject): number | undefined {
  const name = asked?.literal?.replaceAll("`", "") ?? "";
  // Some run has it, so the workspace knows a metric of this name.
  if (name === "loss.max") return figureOf(fact.metrics.get(name), "last");
  return figureOf(fact.metrics.get(key), asked?.figure ?? "last");
}

/** A directory counts like a file that is asked for by its whole path. */
function pathsOf({ files }: Fact, { operator }: Comparison): string[] {
  if (operator !== "=" && operator !== "IN") return [...files];
  return files.flatMap((file) => {
    const parts = file.split("/");
    return parts.flatMap((_, index) => {
      const path = parts.slice(0, index + 1).join("/");
      return [path, `${path}/`];
    });
  });
}

function valuesOf(fact: Fact, one: Comparison): Values {
  const duration = fact.endTime === null ? null : fact.endTime - fact.startTime;
  const attributes = { status: fact.status, run_id: fact.runId, start_time: fact.startTime, end_time: fact.endTime, duration };
  const read: Record<Comparison["entity"], () => Values> = {
    attribute: () => [{ ...attributes, created_by: fact.maker }[one.key]],
    metric: () => [figureOf(fact.metrics.get(one.key), "last")],
    aggregate: () => [aggregateOf(fact, one)],
    param: () => [fact.params.get(one.key)],
    tag: () => [fact.tags.get(one.key)],
    dataset: () => fact.datasets.map((dataset) => dataset[one.key as "name" | "digest" | "context"]),
    artifact: () => pathsOf(fact, one),
    model: () =>
      fact.versions.flatMap(({ name, stage, aliases }, index): Values => {
        const version = versionNumber(fact, index);
        return one.key === "alias" ? [...aliases] : [{ name, stage, version }[one.key as "name" | "stage" | "version"]];
      }),
  };
  return read[one.entity]();
}

function matches(fact: Fact, filter: FilterExpression): boolean {
  if (filter.kind === "all") return filter.terms.every((term) => matches(fact, term));
  if (filter.kind === "any") return filter.terms.some((term) => matches(fact, term));
  if (filter.kind === "not") return !matches(fact, filter.term);
  const present = valuesOf(fact, filter).filter((value) => value !== null && value !== undefined);
  if (filter.operator === "IS NULL") return present.length === 0;
  return present.some((value) => holds(value, filter));
}

/** Versions are numbered through all runs. */
const versionNumber = ({ runId }: Fact, index: number): number => Number(runId.slice(4)) * 2 + index + 1;

let env: TestEnvironment;
let caller: Caller;
let experimentId: string;
let facts: Fact[];

const pairs = (map: ReadonlyMap<string, string>) => [...map].map(([key, value]) => ({ key, value }));

async function writeRun(maker: Caller, fact: Fact): Promise<void> {
  const { runId, status, startTime, endTime, metrics, params, tags, datasets } = fact;
  await createRun(env.deps, maker, { experimentId, runId, startTime, tags: pairs(tags) });
  await updateRun(env.deps, caller, { runId, status, ...(endTime === null ? {} : { endTime }) });
  const points = [...metrics].flatMap(([key, values]) => values.map((value, step) => ({ key, value, step })));
  await logBatch(env.deps, caller, {
    runId,
    params: pairs(params),
    metrics: points.map(({ value, ...rest }) => ({
      ...rest,
      value: Number.isFinite(value) ? value : (String(value) as "NaN"),
      timestamp: 1,
    })),
  });
  const inputs = datasets.map(({ name, digest, context }) => ({
    dataset: { name, digest, sourceType: "code", source: "x" },
    tags: context === null ? [] : [{ key: "mlflow.data.context", value: context }],
  }));
  await logInputs(env.deps, caller, { runId, datasets: inputs });
}

/** Rows of slices that stand beside or above: files, and versions of registered models. */
async function writeThings(workspaceId: number, fact: Fact): Promise<void> {
  for (const file of fact.files) {
    const blob = randomUUID();
    await env.sql(
      "INSERT INTO blob (id, workspace_id, digest, size_bytes, storage_key) VALUES ($1::uuid, $2, '\\x00', 1, $1::uuid::text)",
      [blob, workspaceId],
    );
    await env.sql("INSERT INTO artifact (workspace_id, path, blob_id, size_bytes) VALUES ($1, $2, $3, 1)", [
      workspaceId,
      `${experimentId}/${fact.runId}/artifacts/${file}`,
      blob,
    ]);
  }
  for (const [index, { name, stage, aliases }] of fact.versions.entries()) {
    const [model] = await env.sql<{ key: string }>("SELECT key FROM registered_model WHERE name = $1", [name]);
    const version = versionNumber(fact, index);
    await env.sql(
      `INSERT INTO model_version (workspace_id, model_key, version, stage, stage_since, source, run_id, registered_by)
       VALUES ($1, $2, $3, $4, now(), 'x', $5, 'test')`,
      [workspaceId, model?.key, version, stage, fact.runId],
    );
    for (const alias of aliases) {
      await env.sql("INSERT INTO model_alias (workspace_id, model_key, alias, version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", [
        workspaceId,
        model?.key,
        alias,
        version,
      ]);
    }
  }
}

/** An alias points at one version only: the first that was given it. */
function withRealAliases(drawn: readonly Fact[]): Fact[] {
  const given = new Set<string>();
  const keep = (name: string, alias: string) => !given.has(`${name} ${alias}`) && given.add(`${name} ${alias}`) !== undefined;
  return drawn.map((fact) => ({
    ...fact,
    versions: fact.versions.map((one) => ({ ...one, aliases: one.aliases.filter((alias) => keep(one.name, alias)) })),
  }));
}

beforeAll(async () => {
  env = await openTestEnvironment();
  const workspace = await env.createWorkspace();
  const person = async (name: string): Promise<Caller> => {
    const user = await env.createUser();
    await env.sql("UPDATE user_account SET name = $2 WHERE id = $1", [user.id, name]);
    await env.addMember(workspace, user, "admin");
    return env.callerOf({ workspace, role: "admin", user: { ...user, name } });
  };
  const makers = { Ada: await person("Ada"), Bo: await person("Bo") };
  caller = makers.Ada;
  experimentId = (await createExperiment(env.deps, caller, { name: "random" })).experimentId;
  const drawn = fc.sample(factArbitrary, { numRuns: 40, seed: 20_261_128 }).map((fact, index) => ({ runId: `run-${index}`, ...fact }));
  facts = withRealAliases(drawn);
  for (const name of ["a", "ab"]) {
    await env.sql("INSERT INTO registered_model (workspace_id, name, intake, created_by) VALUES ($1, $2, '{}', 'test')", [
      workspace.id,
      name,
    ]);
  }
  for (const fact of facts) {
    await writeRun(makers[fact.maker], fact);
    await writeThings(workspace.id, fact);
  }
});
afterAll(() => env.close());

const columns = { metrics: [], params: [], tags: [] };

test("random filters of the whole language find what a naive reading of them finds", async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const text = printFilter(filter.kind === "all" ? filter : { kind: "all", terms: [filter] }, "runs");
      fc.pre(text !== undefined);
      const expected = facts.filter((fact) => matches(fact, filter)).map(({ runId }) => runId);
      const { items } = await searchRuns(env.deps, caller, { experimentIds: [experimentId], filter: text, limit: 1000, columns });
      expect(items.map(({ runId }) => runId).sort(), text).toEqual(expected.sort());
    }),
    { numRuns: 600 },
  );
});
