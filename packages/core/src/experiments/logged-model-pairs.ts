import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { AppError } from "../kernel/index.ts";
import { keyMax } from "./key-rules.ts";

/** Tags by key; the last value of a key counts. */
export function lastOfEach(tags: readonly KeyValue[]): KeyValue[] {
  return sorted(new Map(tags.map(({ key, value }) => [checked(key), value])));
}

/** Params by key; a key that is given twice must have one value. */
export function onceEach(params: readonly KeyValue[]): KeyValue[] {
  const values = new Map<string, string>();
  for (const { key, value } of params) {
    const before = values.get(checked(key));
    if (before !== undefined && before !== value) throw paramChanged({ key, old: before, new: value });
    values.set(key, value);
  }
  return sorted(values);
}

export const paramChanged = (change: { key: string; old: string; new: string; modelId?: string }): AppError =>
  new AppError("invalid", `The param "${change.key}" is "${change.old}" already; params do not change.`, {
    params: { reason: "param-changed", ...change },
  });

/** Keys of models are free text, but have a length. */
function checked(key: string): string {
  if (key.length > 0 && key.length <= keyMax) return key;
  throw new AppError("invalid", `A key has 1 to ${keyMax} characters; this one has ${key.length}.`, {
    params: { reason: "key-length", key, max: keyMax },
  });
}

const sorted = (values: ReadonlyMap<string, string>): KeyValue[] =>
  [...values].map(([key, value]) => ({ key, value })).sort((left, right) => (left.key < right.key ? -1 : 1));
