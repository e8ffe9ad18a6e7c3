import type { Environment } from "../../conditions.ts";
import { configDifference, nestedParam } from "../config-changes.ts";
import { commitRow, type KeyRow, valueAt } from "../key-rows.ts";
import { packageDifference, pythonOf } from "../package-changes.ts";

export interface Change {
  name: string;
  before: string | undefined;
  after: string | undefined;
  /** Its name is one of code, such as a package's. */
  isCode: boolean;
}

/** Two of the compared runs, by their places. */
export interface Pair {
  rows: readonly KeyRow[];
  before: number;
  after: number;
}

/** Conditions in which the two differ: code, data, Python, machine. */
export function conditionChanges({ rows, before, after }: Pair): Change[] {
  return rows
    .filter((row) => row.kind === "condition" && !Object.is(valueAt(row, before), valueAt(row, after)))
    .map((row) => ({ name: row.label, before: shortened(row, before), after: shortened(row, after), isCode: false }));
}

function shortened(row: KeyRow, run: number): string | undefined {
  const value = valueAt(row, run);
  if (value === undefined) return undefined;
  return row.id === commitRow ? String(value).slice(0, 12) : String(value);
}

export interface PackageChanges {
  changes: Change[];
  /** How much is the same, or why nothing is known. */
  words: string;
}

export function packageChanges(before: Environment | undefined, after: Environment | undefined): PackageChanges {
  if (!(before?.requirements && after?.requirements)) {
    const isOne = before?.requirements || after?.requirements;
    return {
      changes: [],
      words: `${isOne ? "Only one of the runs" : "Neither run"} logged its packages. Log in with plumbline, or log a model, and they are.`,
    };
  }
  const { changed, sameCount } = packageDifference(before.requirements, after.requirements);
  const [old, now] = [pythonOf(before.pythonEnv), pythonOf(after.pythonEnv)];
  const python = old === now ? [] : [{ name: "Python", before: old, after: now, isCode: false }];
  const changes = [...python, ...changed.map((change) => ({ ...change, isCode: true }))];
  return { changes, words: `${sameCount} ${sameCount === 1 ? "package" : "packages"} the same.` };
}

export interface ConfigChanges {
  /** The param. */
  name: string;
  changes: Change[];
  sameCount: number;
}

/** What differs inside of params whose value is a whole configuration. */
export function configChanges({ rows, before, after }: Pair): ConfigChanges[] {
  return rows.flatMap((row) => {
    if (row.kind !== "param" || !row.isDiffering) return [];
    const [old, now] = [nestedAt(row, before), nestedAt(row, after)];
    if (old === undefined || now === undefined || valueAt(row, before) === valueAt(row, after)) return [];
    const { changed, sameCount } = configDifference(old, now);
    return [{ name: row.label, changes: changed.map(({ path, ...sides }) => ({ name: path, ...sides, isCode: true })), sameCount }];
  });
}

function nestedAt(row: KeyRow, run: number): unknown {
  const value = valueAt(row, run);
  return typeof value === "string" ? nestedParam(value) : undefined;
}
