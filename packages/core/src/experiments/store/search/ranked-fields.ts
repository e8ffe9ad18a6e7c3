import type { FilterEntity } from "@plumbline/contracts/query/expression";
import { metricKeyId } from "../run-filter.ts";
import type { SearchSql } from "./search-sql.ts";

/** Attributes that are numbers, by the names that filters and orders use. Metrics are numbered from one, these below zero. */
export const numberAttributes = { start_time: -1, end_time: -2, duration: -3 } as const;

/** Attributes that are texts, with their columns of `run r`. */
export const textAttributes = {
  run_id: "r.run_id",
  run_name: "r.name",
  status: "r.status",
  user_id: "r.user_id",
  artifact_uri: "r.artifact_uri",
} as const;

/** Orders look at so many characters of a text, and so many are kept for them. */
export const headMax = 300;

/** What runs that are not hot can be found and sorted by without looking at each: a field of `ranked_number` or `ranked_text`. */
export interface RankedField {
  readonly table: "ranked_number" | "ranked_text";
  readonly column: "value" | "head";
  readonly name: string;
  /** Whether a run may be without it, and then whether its value may be NaN. */
  readonly canBeMissing: boolean;
  readonly canBeNan: boolean;
  /** What rows of the field have as `field`. */
  readonly sql: (of: SearchSql) => string;
}

const text = (name: string, canBeMissing: boolean): RankedField => ({
  table: "ranked_text",
  column: "head",
  name,
  canBeMissing,
  canBeNan: false,
  sql: ({ bindings }) => `${bindings.bind(name)}::text`,
});

const number = (name: string, sql: RankedField["sql"]): RankedField => ({
  table: "ranked_number",
  column: "value",
  name,
  canBeMissing: name !== "attributes.start_time",
  canBeNan: name.startsWith("metrics."),
  sql,
});

/** The field of what a filter or an order names; undefined where none is kept. */
export function rankedField({ entity, key }: { readonly entity: FilterEntity; readonly key: string }): RankedField | undefined {
  switch (entity) {
    case "metric":
      return number(`metrics.${key}`, ({ workspaceSql, bindings }) => metricKeyId(key, workspaceSql, bindings));
    case "param":
    case "tag":
      return text(`${entity}s.${key}`, true);
    case "attribute":
      if (key in numberAttributes) return number(`attributes.${key}`, () => String(numberAttributes[key as keyof typeof numberAttributes]));
      return key in textAttributes ? text(`attributes.${key}`, false) : undefined;
    default:
      return undefined;
  }
}
