import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { AppError } from "../kernel/index.ts";

const keyMax = 250;
const valueMax = 100_000;

/** Tags with the last value of each key, sorted by key; those that are too long are refused. */
export function lastOfEach(tags: readonly KeyValue[]): KeyValue[] {
  for (const [index, { key, value }] of tags.entries()) {
    if (key.length === 0 || key.length > keyMax)
      throw refused(`tags[${index}].key`, `has ${key.length} characters; 1 to ${keyMax} are allowed`);
    if (value.length > valueMax) throw refused(`tags[${index}].value`, `has ${value.length} characters; ${valueMax} are allowed`);
  }
  const byKey = new Map(tags.map((tag) => [tag.key, tag]));
  return [...byKey.values()].sort((left, right) => (left.key < right.key ? -1 : 1));
}

export const byKey = (tags: readonly KeyValue[]): Record<string, string> => Object.fromEntries(tags.map(({ key, value }) => [key, value]));

const refused = (path: string, message: string): AppError =>
  new AppError("invalid", `A tag cannot be stored: ${path} ${message}.`, { params: { reason: "tag-length" }, fields: [{ path, message }] });
