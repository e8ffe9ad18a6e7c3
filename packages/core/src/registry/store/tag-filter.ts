import type { Comparison, FilterExpression } from "@plumbline/contracts/query/expression";
import { type Bindings, compareText, comparisonsOf } from "../../kernel/index.ts";

export interface TagTable {
  readonly table: "model_tag" | "model_version_tag";
  /** Joins a tag `t` to the row that is searched. */
  readonly owner: string;
}

/** Clients keep prompts as models, and ask every search of models to leave them out by this tag. */
const promptKey = "mlflow.prompt.is_prompt";

const isPrompt = ({ table, owner }: TagTable): string =>
  `EXISTS (SELECT FROM ${table} t WHERE ${owner} AND t.key = '${promptKey}' AND t.value = 'true')`;

/** Prompts are found only by those who ask for them. */
export function promptCondition(filter: FilterExpression, tags: TagTable): string {
  const isAsked = comparisonsOf(filter).some(({ entity, key }) => entity === "tag" && key === promptKey);
  return isAsked ? "true" : `(NOT ${isPrompt(tags)}) IS TRUE`;
}

/** A row without the tag does not match, whatever the operator. The prompt's tag alone counts as "false" where it is missing. */
export function compareTags(comparison: Comparison, tags: TagTable, bindings: Bindings): string {
  if (comparison.valueType !== "text" && comparison.valueType !== "list") throw new Error("tags of the registry are compared as text");
  const { key, operator, value } = comparison;
  if (key === promptKey && (operator === "=" || operator === "!=") && (value === "true" || value === "false")) {
    return (operator === "=") === (value === "true") ? isPrompt(tags) : `NOT ${isPrompt(tags)}`;
  }
  return `EXISTS (SELECT FROM ${tags.table} t WHERE ${tags.owner} AND t.key = ${bindings.bind(key)} AND ${compareText("t.value", comparison, bindings)})`;
}
