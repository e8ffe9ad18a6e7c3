import type { PickleMachine } from "./machine.ts";
import { type Dictionary, isKind, type Made, type Value } from "./values.ts";

/** Python calls these by itself; in the state of an object they take the place of the class's own. */
const hooks: ReadonlySet<string> = new Set([
  "__setstate__",
  "__reduce__",
  "__reduce_ex__",
  "__getstate__",
  "__class__",
  "__bases__",
  "__dict__",
  "__new__",
  "__init__",
  "__init_subclass__",
  "__del__",
  "__call__",
  "__getattr__",
  "__getattribute__",
  "__setattr__",
  "__setitem__",
  "__getitem__",
  "__code__",
  "__globals__",
  "__builtins__",
  "__import__",
]);

/** What joblib's wrapper of an array says about the bytes that follow it. */
const wrapperKeys: ReadonlySet<string> = new Set(["shape", "dtype", "numpy_array_alignment_bytes"]);

const wrapperModules: ReadonlySet<string> = new Set(["joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle"]);

const isWrapperClass = (value: Value): boolean =>
  isKind(value, "imported") && wrapperModules.has(value.module) && value.name === "NumpyArrayWrapper";

function isArrayWrapper({ by, from }: Made): boolean {
  if (by === undefined) return false;
  if (isWrapperClass(by)) return true;
  const first = isKind(from, "tuple") ? from.items[0] : undefined;
  return by.module.startsWith("copy") && first !== undefined && isWrapperClass(first);
}

export function setEntry(machine: PickleMachine, target: Value, [key, value]: readonly [Value, Value]): void {
  if (isKind(target, "imported")) machine.report("pickle-patches-import", `${target.module}.${target.name}`);
  if (typeof key !== "string") return;
  if (hooks.has(key)) reportHook(machine, key, value);
  if (isKind(target, "dictionary") && wrapperKeys.has(key)) keep(target, key, value);
}

function reportHook(machine: PickleMachine, key: string, value: Value): void {
  if (isKind(value, "imported")) machine.report("pickle-hook-call", `${key} becomes ${value.module}.${value.name}`);
  // A class saved by value brings its own methods, which the import of its maker already tells.
  else if (isKind(value, "made") && value.by?.rule !== "pickle-code-by-value") machine.report("pickle-hook", key);
}

function keep(target: Dictionary, key: string, value: Value): void {
  target.entries ??= new Map();
  target.entries.set(key, value);
}

export function setEntries(machine: PickleMachine, target: Value, items: readonly Value[]): void {
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [key, value] = [items[index], items[index + 1]];
    if (key !== undefined && value !== undefined) setEntry(machine, target, [key, value]);
  }
}

/** BUILD: gives the object on top its state. */
export function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.top();
  if (isKind(target, "imported")) machine.report("pickle-patches-import", `${target.module}.${target.name}`);
  if (!isKind(target, "made")) return;
  target.state = state;
  if (isArrayWrapper(target)) machine.pendingArray = target;
}
