import type { DataCheck } from "@plumbline/contracts/evidence/data-check";

export type GivenChecks = { checks: DataCheck[] } | { problem: string };

const checksMax = 200;
export const firstChecks = "rows >= 1000\n";

/** What may be written, one to a line. */
export const checkExamples = [
  "rows >= 1000",
  "columns age, income, purpose",
  "age is integer",
  "age null <= 1%",
  "age from 18 to 120",
  "purpose in car, home, other",
  "application_id unique",
  "warn: income >= 0",
] as const;

/** Reads checks of a dataset, one to a line. A line that begins with `warn:` does not block. */
export function readChecks(text: string): GivenChecks {
  const checks: DataCheck[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    const [, warning, rest = ""] = /^\s*(warn:)?\s*(.*?)\s*$/.exec(line) ?? [];
    const check = readCheck(rest);
    if (!check) return { problem: `Line ${at + 1} is no check. Write it like “${checkExamples[4]}” or “${checkExamples[6]}”.` };
    checks.push({ ...check, blocking: warning === undefined });
  }
  if (checks.length === 0) return { problem: "Write at least one check." };
  return checks.length > checksMax ? { problem: `Write at most ${checksMax} checks.` } : { checks };
}

const name = String.raw`(?:"(?<quoted>[^"]+)"|(?<column>(?!rows |columns )\S+))`;
const value = String.raw`\S+`;

type Groups = Readonly<Record<string, string | undefined>>;
type Reader = readonly [pattern: RegExp, read: (groups: Groups) => DataCheck | undefined];

const columnOf = ({ quoted, column }: Groups): string => quoted ?? column ?? "";
const itemsOf = (list: string | undefined): string[] =>
  (list ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);
const typeNames = ["integer", "number", "string", "boolean", "timestamp"] as const;

const readers: readonly Reader[] = [
  [/^rows >= (?<min>\d+)$/, ({ min }) => ({ kind: "row-count", min: Number(min) })],
  [/^rows from (?<min>\d+) to (?<max>\d+)$/, ({ min, max }) => ({ kind: "row-count", min: Number(min), max: Number(max) })],
  [/^columns (?<names>.+)$/, ({ names }) => ({ kind: "columns", names: itemsOf(names) })],
  [new RegExp(`^${name} is (?<type>\\w+)$`), readType],
  [new RegExp(`^${name} null <= (?<share>[\\d.]+)(?<percent>%?)$`), readNulls],
  [new RegExp(`^${name} unique$`), (groups) => ({ kind: "unique", column: columnOf(groups) })],
  [
    new RegExp(`^${name} in (?<values>.+)$`),
    (groups) => ({ kind: "allowed-values", column: columnOf(groups), values: itemsOf(groups.values).map(literal) }),
  ],
  [new RegExp(`^${name} from (?<min>${value}) to (?<max>${value})$`), readRange],
  [new RegExp(`^${name} >= (?<min>${value})$`), readRange],
  [new RegExp(`^${name} <= (?<max>${value})$`), readRange],
];

function readCheck(line: string): DataCheck | undefined {
  for (const [pattern, read] of readers) {
    const groups = pattern.exec(line)?.groups;
    if (groups) return read(groups);
  }
  return undefined;
}

function readType(groups: Groups): DataCheck | undefined {
  const type = typeNames.find((option) => option === groups.type);
  return type && { kind: "type", column: columnOf(groups), type };
}

function readNulls(groups: Groups): DataCheck | undefined {
  const max = Number(groups.share) / (groups.percent ? 100 : 1);
  return max >= 0 && max <= 1 ? { kind: "null-fraction", column: columnOf(groups), max } : undefined;
}

function readRange(groups: Groups): DataCheck {
  const bound = (text: string | undefined) => {
    const read = literal(text ?? "");
    return typeof read === "boolean" ? String(read) : read;
  };
  return {
    kind: "range",
    column: columnOf(groups),
    ...(groups.min !== undefined && { min: bound(groups.min) }),
    ...(groups.max !== undefined && { max: bound(groups.max) }),
  };
}

function literal(text: string): number | string | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text.replace(/^"(.*)"$/, "$1");
}
