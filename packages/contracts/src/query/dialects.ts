import type { FilterEntity, FilterOperator, FilterSubject } from "./expression.ts";

export type FilterDialect = "runs" | "experiments" | "logged-models" | "registered-models" | "model-versions";

const comparators = ["<", "<=", ">", ">=", "=", "!="] as const;
export const rangeOperators = ["BETWEEN", "NOT BETWEEN"] as const;
export const listOperators = ["IN", "NOT IN"] as const;
export const numberOperators = [...comparators, ...rangeOperators, ...listOperators] as const;
export const patternOperators = ["LIKE", "ILIKE", "RLIKE", "NOT LIKE", "NOT ILIKE", "NOT RLIKE"] as const;
export const textOperators = ["=", "!=", ...patternOperators, ...listOperators] as const;
export const presenceOperators = ["IS NULL", "IS NOT NULL"] as const;

export interface AttributeRule {
  /** The name that the parsed filter carries. */
  readonly key: string;
  readonly valueType: "text" | "number";
  /** How its numbers may be written beside plain: `-7d` and dates, or `90s`; a duration must have a unit. */
  readonly unit?: "time" | "duration";
  /** The attribute is another name of this tag, and is read as the tag. */
  readonly tag?: string;
  readonly operators: readonly FilterOperator[];
  readonly isUnordered?: true;
  /** Other spellings that a filter may use; `orderAliases` also in order_by. */
  readonly aliases?: readonly string[];
  readonly orderAliases?: readonly string[];
}

export interface DialectRules {
  /** Accepted prefixes; a name without prefix is an attribute. */
  readonly prefixes: Readonly<Record<string, FilterEntity>>;
  /** The prefix that printing and completion use. */
  readonly preferred: Readonly<Partial<Record<FilterEntity, string>>>;
  readonly attributes: readonly AttributeRule[];
  readonly operators: Readonly<Partial<Record<Exclude<FilterEntity, "attribute">, readonly FilterOperator[]>>>;
  /** Values may be bare words and numbers, keys may hold `-` and `/` unquoted. */
  readonly lenient: boolean;
}

/** Of many files there is always one that differs: to ask for that says nothing. */
const affirmedPatterns = ["LIKE", "ILIKE", "RLIKE"] as const;
const textAndPresence = [...textOperators, ...presenceOperators];
const numberAndPresence = [...numberOperators, ...presenceOperators];
const durationAndPresence = [...comparators, ...rangeOperators, ...presenceOperators];

const text = (key: string, operators: readonly FilterOperator[], more?: Partial<AttributeRule>): AttributeRule => ({
  key,
  valueType: "text",
  operators,
  ...more,
});

const time = (key: string, more?: Partial<AttributeRule>): AttributeRule => number(key, { unit: "time", ...more });

const number = (key: string, more?: Partial<AttributeRule>): AttributeRule => ({
  key,
  valueType: "number",
  operators: numberOperators,
  ...more,
});

const runs: DialectRules = {
  prefixes: {
    metric: "metric",
    metrics: "metric",
    parameter: "param",
    parameters: "param",
    param: "param",
    params: "param",
    tag: "tag",
    tags: "tag",
    attribute: "attribute",
    attributes: "attribute",
    attr: "attribute",
    run: "attribute",
    dataset: "dataset",
    datasets: "dataset",
    artifact: "artifact",
    artifacts: "artifact",
    model: "model",
    models: "model",
  },
  preferred: {
    attribute: "attributes",
    metric: "metrics",
    aggregate: "metrics",
    param: "params",
    tag: "tags",
    dataset: "dataset",
    artifact: "artifact",
    model: "model",
  },
  attributes: [
    text("run_id", textOperators),
    text("run_name", textOperators, { aliases: ["run name", "Run name", "Run Name"] }),
    text("status", textOperators),
    text("user_id", textOperators),
    text("artifact_uri", textOperators),
    time("start_time", { aliases: ["created", "Created"], orderAliases: ["created", "Created"] }),
    time("end_time", { operators: numberAndPresence }),
    number("duration", { unit: "duration", operators: durationAndPresence }),
    text("created_by", textOperators, { isUnordered: true }),
    text("child_of", textAndPresence, { tag: "mlflow.parentRunId", aliases: ["parent_run_id"] }),
    text("job", textAndPresence, { tag: "plumbline.job" }),
  ],
  operators: {
    metric: numberAndPresence,
    aggregate: numberAndPresence,
    param: textAndPresence,
    tag: textAndPresence,
    dataset: textAndPresence,
    artifact: ["=", ...affirmedPatterns, "IN", ...presenceOperators],
    model: textAndPresence,
  },
  lenient: false,
};

const experiments: DialectRules = {
  prefixes: { attribute: "attribute", tag: "tag", tags: "tag" },
  preferred: { attribute: "attribute", tag: "tags" },
  attributes: [
    text("name", textOperators),
    text("experiment_id", ["=", "!=", ...listOperators]),
    time("creation_time"),
    time("last_update_time"),
  ],
  operators: { tag: textAndPresence },
  lenient: false,
};

const created = ["creation_time", "creation_timestamp_ms"];
const updated = ["last_updated_time", "last_updated_timestamp_ms"];

const loggedModels: DialectRules = {
  prefixes: { attributes: "attribute", metrics: "metric", params: "param", tags: "tag" },
  preferred: { attribute: "attributes", metric: "metrics", param: "params", tag: "tags" },
  attributes: [
    text("name", textOperators),
    text("model_id", textOperators),
    text("model_type", textOperators),
    text("status", textOperators),
    text("status_message", textOperators),
    text("source_run_id", textOperators),
    time("creation_timestamp", { aliases: created, orderAliases: created }),
    time("last_updated_timestamp", { aliases: updated, orderAliases: updated }),
  ],
  operators: { metric: numberOperators, param: textOperators, tag: textOperators },
  lenient: true,
};

const registryPrefixes = { attribute: "attribute", attributes: "attribute", attr: "attribute", tag: "tag", tags: "tag" } as const;
const registryTimes = [time("creation_timestamp"), time("last_updated_timestamp", { aliases: ["timestamp"], orderAliases: ["timestamp"] })];

const registeredModels: DialectRules = {
  prefixes: registryPrefixes,
  preferred: { attribute: "attribute", tag: "tags" },
  attributes: [text("name", textOperators), ...registryTimes],
  operators: { tag: textOperators },
  lenient: false,
};

const modelVersions: DialectRules = {
  prefixes: registryPrefixes,
  preferred: { attribute: "attribute", tag: "tags" },
  attributes: [
    text("name", textOperators),
    text("run_id", textOperators),
    text("source_path", textOperators),
    number("version_number"),
    ...registryTimes,
  ],
  operators: { tag: textOperators },
  lenient: false,
};

/** What each kind of search may name and ask; adding a dialect is adding a row. */
export const dialects: Readonly<Record<FilterDialect, DialectRules>> = {
  runs,
  experiments,
  "logged-models": loggedModels,
  "registered-models": registeredModels,
  "model-versions": modelVersions,
};

type KeyedEntity = "dataset" | "artifact" | "model";

/** What can be asked of the things that hang on a run. */
export const keysOf: Readonly<Record<KeyedEntity, readonly string[]>> = {
  dataset: ["name", "digest", "context"],
  artifact: ["path"],
  model: ["name", "version", "stage", "alias"],
};

export function hasFixedKeys(entity: FilterEntity): entity is KeyedEntity {
  return Object.hasOwn(keysOf, entity);
}

export function findAttribute(rules: DialectRules, spelled: string): AttributeRule | undefined {
  return rules.attributes.find(({ key, aliases }) => key === spelled || aliases?.includes(spelled));
}

/** The operators a subject accepts; empty when the dialect does not know it. */
export function operatorsFor(rules: DialectRules, { entity, key }: FilterSubject): readonly FilterOperator[] {
  if (entity === "attribute") return findAttribute(rules, key)?.operators ?? [];
  if (entity === "model" && key === "version") return numberAndPresence;
  return rules.operators[entity] ?? [];
}

/** Whether a subject holds numbers, and in which other ways these may be written. */
export function isNumeric(rules: DialectRules, { entity, key }: FilterSubject): boolean {
  if (entity === "attribute") return findAttribute(rules, key)?.valueType === "number";
  return entity === "metric" || entity === "aggregate" || (entity === "model" && key === "version");
}

export function unitOf(rules: DialectRules, { entity, key }: FilterSubject): AttributeRule["unit"] {
  return entity === "attribute" ? findAttribute(rules, key)?.unit : undefined;
}
