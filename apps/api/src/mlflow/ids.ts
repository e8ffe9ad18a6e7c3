import { notFound } from "@plumbline/core/kernel";
import { refused } from "./texts.ts";

/** The id as core knows it. Text that is no number is refused; a number that no experiment can have is unknown. */
export function experimentIdOf(text: string): string {
  if (!/^[+-]?\d+$/.test(text)) throw refused(`Invalid experiment ID '${text}'. Experiment ID must be a valid integer.`);
  const number = Number(text);
  if (number < 0 || number > 999_999_999) throw notFound("experiment", text);
  return String(number);
}

/** The ids of a search: those that no experiment can have find nothing. */
export const knowableExperimentIds = (ids: readonly string[]): string[] =>
  [...new Set(ids.map((id) => (/^[+-]?\d+$/.test(id) && (Number(id) < 0 || Number(id) > 999_999_999) ? "" : experimentIdOf(id))))].filter(
    Boolean,
  );

/** A run's id; one longer than a run can have is unknown. */
export function runIdOf(id: string): string {
  if (id.length > 256) throw notFound("run", id);
  return id;
}
