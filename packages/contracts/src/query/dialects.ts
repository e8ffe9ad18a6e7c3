import type { FilterEntity, FilterOperator } from "./expression.ts";

export type FilterDialect = "runs" | "experiments" | "logged-models" | "registered-models" | "model-versions";

export const numberOperators = ["<", "<=", ">", ">=", "=", "!="] as const;
export const textOperators = ["=", "!=", "LIKE", "ILIKE"] as const;
export const listOperators = ["IN", "NOT IN"] as const;
export const presenceOperators = ["IS NULL", "IS NOT NULL"] as const;

export interface AttributeRule {
  /** The name that the parsed filter carries. */
  readonly key: string;
  readonly valueType: "text" | "number";
  readonly operators: readonly FilterOperator[];
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

const textAndPresence = [...textOperators, ...presenceOperators];
const textAndList = [...textOperators, ...listOperators];

const text = (key: string, operators: readonly FilterOperator[], more?: Partial<AttributeRule>): AttributeRule => ({
  key,
  valueType: "text",
  operators,
  ...more,
});

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
  },
  preferred: { attribute: "attributes", metric: "metrics", param: "params", tag: "tags", dataset: "dataset" },
  attributes: [
    text("run_id", textAndList),
    text("run_name", textOperators, { aliases: ["run name", "Run name", "Run Name"] }),
    text("status", textOperators),
    text("user_id", textOperators),
    text("artifact_uri", textOperators),
    number("start_time", { aliases: ["created", "Created"], orderAliases: ["created", "Created"] }),
    number("end_time"),
  ],
  operators: { metric: numberOperators, param: textAndPresence, tag: textAndPresence, dataset: textAndList },
  lenient: false,
};

const experiments: DialectRules = {
  prefixes: { attribute: "attribute", tag: "tag", tags: "tag" },
  preferred: { attribute: "attribute", tag: "tags" },
  attributes: [
    text("name", textOperators),
    text("experiment_id", ["=", "!=", ...listOperators]),
    number("creation_time"),
    number("last_update_time"),
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
    text("name", textAndList),
    text("model_id", textAndList),
    text("model_type", textAndList),
    text("status", textAndList),
    text("status_message", textAndList),
    text("source_run_id", textAndList),
    number("creation_timestamp", { aliases: created, orderAliases: created }),
    number("last_updated_timestamp", { aliases: updated, orderAliases: updated }),
  ],
  operators: { metric: numberOperators, param: textAndList, tag: textAndList },
  lenient: true,
};

const registryPrefixes = { attribute: "attribute", attributes: "attribute", attr: "attribute", tag: "tag", tags: "tag" } as const;
const registryTimes = [
  number("creation_timestamp"),
  number("last_updated_timestamp", { aliases: ["timestamp"], orderAliases: ["timestamp"] }),
];

const registeredModels: DialectRules = {
  prefixes: registryPrefixes,
  preferred: { attribute: "attribute", tag: "tags" },
  attributes: [text("name", textAndList), ...registryTimes],
  operators: { tag: textOperators },
  lenient: false,
};

const modelVersions: DialectRules = {
  prefixes: registryPrefixes,
  preferred: { attribute: "attribute", tag: "tags" },
  attributes: [
    text("name", textAndList),
    text("run_id", textAndList),
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

/** The keys a dataset can be searched by. */
export const datasetKeys: readonly string[] = ["name", "digest", "context"];

export function findAttribute(rules: DialectRules, spelled: string): AttributeRule | undefined {
  return rules.attributes.find(({ key, aliases }) => key === spelled || aliases?.includes(spelled));
}

/** The operators a subject accepts; empty when the dialect does not know it. */
export function operatorsFor(rules: DialectRules, entity: FilterEntity, key: string): readonly FilterOperator[] {
  if (entity === "attribute") return findAttribute(rules, key)?.operators ?? [];
  return rules.operators[entity] ?? [];
}
