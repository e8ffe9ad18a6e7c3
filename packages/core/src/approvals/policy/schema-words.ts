import type { z } from "zod";
import { documentKeys, keyAt, placeName } from "./document-keys.ts";
import { allowedWords, nearName } from "./near-name.ts";
import { joinPath } from "./problem.ts";

type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

/** So many are told at once. */
export const problemsMax = 100;

/** One thing that the schema refuses, where it is, and what to say of it. */
export interface SchemaProblem {
  readonly path: Path;
  /** The key itself is at fault, not what follows it. */
  readonly isKey: boolean;
  readonly message: string;
  /** The known key that an unknown one was probably meant for. */
  readonly meant?: Path;
}

/** What stands at a path of a plain value. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), value);
}

/** The schema's issues in words; unions are told by the branch that was probably meant. */
export function schemaProblems(issues: readonly Issue[], root: unknown, base: Path = []): SchemaProblem[] {
  const found = issues.slice(0, problemsMax).flatMap((issue) => problemsOf(issue, root, [...base, ...issue.path]));
  // A key that is misspelt is not missing as well.
  const meant = new Set(found.flatMap((problem) => (problem.meant ? [joinPath(problem.meant)] : [])));
  return found.filter(({ path }) => !(meant.has(joinPath(path)) && valueAt(root, path) === undefined));
}

function problemsOf(issue: Issue, root: unknown, path: Path): SchemaProblem[] {
  const value = valueAt(root, path);
  if (issue.code === "invalid_union") return schemaProblems(likelyBranch(issue.errors, value), root, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, problemsMax).map((key) => unknownKey(key, path));
  }
  return [{ path, isKey: false, message: wordsOf(issue, path, value) }];
}

function unknownKey(key: string, path: Path): SchemaProblem {
  const known = Object.keys(documentKeys[placeName(path)] ?? {});
  const meant = nearName(key, known);
  const message = `There is no '${key}' here. ${allowedWords(key, known)}`;
  return { path: [...path, key], isKey: true, message, ...(meant !== undefined && { meant: [...path, meant] }) };
}

/** A list was meant where a list is written; else the branch with the least to complain about. */
function likelyBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  const isWrong = ({ code }: Issue) => code === "invalid_type" || (code === "invalid_value" && typeof value === "object");
  const wrongShape = (issues: readonly Issue[]) => issues.some((issue) => issue.path.length === 0 && isWrong(issue));
  const known = (issues: readonly Issue[]) => issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
  const ranked = branches
    .filter((issues) => !wrongShape(issues) || value === undefined)
    .map((issues, index) => ({ issues, weight: known(issues).length * 10 + issues.length, index }))
    .sort((a, b) => a.weight - b.weight || a.index - b.index);
  return ranked[0]?.issues ?? branches[0] ?? [];
}

const nameOf = (path: Path): string => {
  const last = path.at(-1);
  if (typeof last === "string") return `'${last}'`;
  const before = path.at(-2);
  return before === undefined ? "The policy" : `An entry of '${String(before)}'`;
};

function shapeWords(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the text '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  return `'${String(value)}'`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function wordsOf(issue: Issue, path: Path, value: unknown): string {
  const name = nameOf(path);
  switch (issue.code) {
    case "invalid_type":
      if (value === undefined) return missingWords(path);
      return `${name} must be ${typeWords[issue.expected] ?? issue.expected}, not ${shapeWords(value)}${aboutKey(path)}.`;
    case "invalid_value": {
      const allowed = issue.values.map(String);
      return value === undefined ? missingWords(path) : `${name} cannot be ${shapeWords(value)}. ${allowedWords(String(value), allowed)}`;
    }
    case "too_small":
      return `${name} must ${sizeWords(issue.origin, "at least", issue.minimum)}.`;
    case "too_big":
      return `${name} must ${sizeWords(issue.origin, "at most", issue.maximum)}.`;
    default:
      return customWords(issue.message, { name, value });
  }
}

const missingWords = (path: Path): string => `${nameOf(path)} is missing${aboutKey(path)}.`;

function aboutKey(path: Path): string {
  const key = typeof path.at(-1) === "string" ? keyAt(path) : undefined;
  return key ? `: ${key.words}` : "";
}

function sizeWords(origin: string, bound: string, size: number | bigint): string {
  if (origin === "array") return `have ${bound} ${size === 1 ? "one entry" : `${size} entries`}`;
  if (origin === "string") return `have ${bound} ${size === 1 ? "one character" : `${size} characters`}`;
  return `be ${bound} ${size}`;
}

/** The contract's own messages are noun phrases. */
function customWords(message: string, { name, value }: { name: string; value: unknown }): string {
  const had = typeof value === "string" || typeof value === "number" ? `, not ${shapeWords(value)}` : "";
  return `${name} takes ${message}${had}.`;
}
