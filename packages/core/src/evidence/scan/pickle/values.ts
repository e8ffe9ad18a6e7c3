import type { RuleId } from "../rules.ts";

/** What the scanner knows of a value on a pickle's stack. Most values do not matter and are all the one `opaque`. */
export type Value = string | number | Opaque | Imported | Made | Tuple | Dictionary;

export interface Opaque {
  readonly kind: "opaque";
}

/** A class, function or module that the pickle names. */
export interface Imported {
  readonly kind: "imported";
  readonly module: string;
  readonly name: string;
  readonly rule: RuleId | undefined;
}

/** What a call returned. */
export interface Made {
  readonly kind: "made";
  readonly by: Imported | undefined;
  readonly from: Value;
  state: Value;
}

export interface Tuple {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}

export interface Dictionary {
  readonly kind: "dictionary";
  /** Only under keys that the scanner asks for. */
  entries: Map<string, Value> | undefined;
}

export const opaque: Opaque = { kind: "opaque" };

const longestTuple = 16;

export const tupleOf = (items: readonly Value[]): Value => (items.length > longestTuple ? opaque : { kind: "tuple", items });

export const isKind = <Kind extends Exclude<Value, string | number>["kind"]>(
  value: Value | undefined,
  kind: Kind,
): value is Extract<Value, { kind: Kind }> => typeof value === "object" && value.kind === kind;
