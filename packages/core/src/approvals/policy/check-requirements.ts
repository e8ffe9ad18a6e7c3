import { Bound, type EvidenceKind, Span } from "@plumbline/contracts/approvals/policy-document";
import { evidenceKinds } from "./document-keys.ts";
import { allowedWords, listWords } from "./near-name.ts";
import { type BoundValue, readBound } from "./requirement.ts";
import { keyNames, type RequirementKey, requirementKey, requirementKinds } from "./requirement-kinds.ts";
import type { Path, SchemaProblem } from "./schema-words.ts";

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isKind = (key: string): key is EvidenceKind => (evidenceKinds as readonly string[]).includes(key);
const listMax = 20;
const textMax = 200;
const keyMax = 250;
/** Entries that are looked at; the schema takes fewer. */
const entriesMax = 100;
/** Keys of one requirement. */
const keysMax = 50;

/** What is wrong with the entries of `require`, which the table of kinds knows better than the schema. */
export function checkRequirements(all: readonly unknown[]): SchemaProblem[] {
  const entries = all.slice(0, entriesMax);
  return [...entries.flatMap((entry, index) => checkEntry(entry, ["require", index])), ...checkIds(entries)];
}

function checkEntry(entry: unknown, path: Path): SchemaProblem[] {
  const example = "such as '- security_scan: { dangerous: 0 }'";
  if (!isMapping(entry)) return [{ path, isKey: false, message: `An entry of 'require' is a mapping, ${example}.` }];
  const keys = Object.keys(entry);
  const unknown = keys.filter((key) => !isKind(key));
  if (unknown.length > 0) return unknown.slice(0, keysMax).map((key) => ({ path: [...path, key], isKey: true, message: unknownKind(key) }));
  const [kind, second] = keys;
  if (kind === undefined || !isKind(kind))
    return [{ path, isKey: false, message: `An entry of 'require' names a kind of evidence, ${example}.` }];
  if (second !== undefined) {
    return [{ path: [...path, second], isKey: true, message: `One kind of evidence to each entry: begin a new one with '- ${second}:'.` }];
  }
  const body = entry[kind];
  if (!isMapping(body)) {
    return [
      {
        path: [...path, kind],
        isKey: false,
        message: `'${kind}' takes a mapping; write '${kind}: {}' where any evidence that does not fail will do.`,
      },
    ];
  }
  const written = Object.entries(body);
  if (written.length > keysMax)
    return [{ path: [...path, kind], isKey: false, message: `One requirement may have at most ${keysMax} keys.` }];
  return written.flatMap(([key, value]) => checkKey({ kind, key, value }, [...path, kind, key]));
}

const unknownKind = (key: string): string => `There is no kind of evidence '${key}'. ${allowedWords(key, evidenceKinds)}`;

function checkKey({ kind, key, value }: { kind: EvidenceKind; key: string; value: unknown }, path: Path): SchemaProblem[] {
  const entry = key.length > keyMax ? undefined : requirementKey(kind, key);
  if (!entry) return [{ path, isKey: true, message: unknownKey(kind, key) }];
  const message = reservedProblem(key, value) ?? valueProblem(key, entry, value);
  return message === undefined ? [] : [{ path, isKey: false, message }];
}

function unknownKey(kind: EvidenceKind, key: string): string {
  const { open } = requirementKinds[kind];
  const also = open ? ` Also ${open.words}.` : "";
  if (kind === "robustness") return `'${kind}' has no '${key}'; a bound on a drop is written '${key.slice(0, 60)}_drop'.${also}`;
  return `'${kind}' has no '${key.slice(0, 60)}'. ${allowedWords(key, keyNames(kind))}${also}`;
}

function reservedProblem(key: string, value: unknown): string | undefined {
  if (key === "lower_bound") return typeof value === "boolean" ? undefined : "'lower_bound' takes true or false.";
  if (key !== "max_age") return undefined;
  const checked = Span.safeParse(value);
  return checked.success
    ? undefined
    : `'max_age' takes ${checked.error.issues[0]?.message ?? "a span"}.`.replace("Invalid input: expected string", "a span such as 14d");
}

function valueProblem(key: string, entry: RequirementKey, value: unknown): string | undefined {
  switch (entry.type) {
    case "comparison":
    case "atLeast":
    case "atMost":
      return boundProblem(key, entry, value);
    case "flag":
      return typeof value === "boolean" ? undefined : `'${key}' takes true or false.`;
    case "choice":
      return choiceProblem(key, entry, value);
    case "select":
      return key === "max_age" || key === "lower_bound" || isText(value)
        ? undefined
        : `'${key}' takes a text of 1 to ${textMax} characters: ${entry.words}.`;
    default:
      return isTexts(value) ? undefined : `'${key}' takes a text or a list of up to ${listMax}, such as ${entry.example}.`;
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length > 0 && value.length <= textMax;
const isTexts = (value: unknown): boolean =>
  isText(value) || (Array.isArray(value) && value.length > 0 && value.length <= listMax && value.every(isText));

function boundProblem(key: string, entry: RequirementKey, value: unknown): string | undefined {
  const isEitherWay = entry.type === "comparison";
  if (typeof value === "number" && Number.isFinite(value)) {
    return isEitherWay ? `'${key}' takes a bound: write '>= ${value}' or '<= ${value}', in quotes.` : undefined;
  }
  const bound = typeof value === "string" && Bound.safeParse(value).success ? readBound(value) : undefined;
  if (bound) return sideProblem(key, entry, bound);
  return `'${key}' takes ${isEitherWay ? "a bound" : "a number or a bound"} in quotes, such as ${entry.example}.`;
}

function sideProblem(key: string, { type }: RequirementKey, { operator, value }: BoundValue): string | undefined {
  if (type === "atLeast" && operator.startsWith("<")) return `'${key}' is bounded from below: write '>= ${value}'.`;
  if (type === "atMost" && operator.startsWith(">")) return `'${key}' is bounded from above: write '<= ${value}'.`;
  return undefined;
}

function choiceProblem(key: string, { choices = [] }: RequirementKey, value: unknown): string | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = items.find((item) => typeof item !== "string" || !choices.includes(item));
  if (items.length === 0 || items.length > listMax) return `'${key}' takes one or more of ${listWords(choices)}.`;
  if (wrong === undefined) return undefined;
  return `'${key}' cannot be '${String(wrong).slice(0, 60)}'. ${allowedWords(String(wrong), choices)}`;
}

/** Two entries of a kind are told apart by an id, so that each keeps its name from one version of the policy to the next. */
function checkIds(entries: readonly unknown[]): SchemaProblem[] {
  const seen = new Set<string>();
  const problems: SchemaProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    const [kind, body] = isMapping(entry) ? (Object.entries(entry)[0] ?? []) : [];
    const id = isMapping(body) && typeof body.id === "string" ? body.id : "";
    if (kind === undefined || !isKind(kind)) continue;
    const name = `${kind}:${id}`;
    if (seen.has(name)) problems.push({ path: ["require", index, kind], isKey: true, message: twice(kind, id) });
    seen.add(name);
  }
  return problems;
}

const twice = (kind: string, id: string): string =>
  id === ""
    ? `'${kind}' is asked for twice; give the second an id of its own, such as 'id: holdout', or put both into one entry.`
    : `'${kind}' with the id '${id}' is asked for twice; give each an id of its own.`;
