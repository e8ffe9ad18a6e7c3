import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import { type CursorContext, cursorContext } from "./cursor-context.ts";
import { type DocumentKey, documentKeys, evidenceKinds } from "./document-keys.ts";
import { keyNames, requirementKey, requirementKinds } from "./requirement-kinds.ts";

export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
}

export interface Completions {
  /** The column at which what is typed begins, to be replaced. */
  readonly from: number;
  readonly items: readonly Completion[];
}

/** What can stand at a place of a policy's text, which need not be sound yet. Line and column begin at 1. */
export function completionsAt(source: string, line: number, column: number): Completions {
  const context = cursorContext(source, line, column);
  const typed = context.typed.replace(/^['"]/, "").toLowerCase();
  const items = offers(context).filter(({ label }) => label.toLowerCase().startsWith(typed));
  return { from: context.from, items };
}

function offers({ place, expects, key }: CursorContext): readonly Completion[] {
  if (expects === "value" && key !== null) return valuesOf(place, key);
  const keys = keysOf(place);
  if (keys.length > 0) return keys;
  // An entry of a list of plain values: what stands here follows the key of the list.
  const listKey = place.at(-1) === "*" ? place.at(-2) : place.at(-1);
  const outer = place.slice(0, place.at(-1) === "*" ? -2 : -1);
  return listKey === undefined ? [] : valuesOf(outer, listKey);
}

const asKey = ([name, { words }]: [string, DocumentKey]): Completion => ({ label: name, detail: words, insert: `${name}: ` });

function keysOf(place: readonly string[]): readonly Completion[] {
  const name = place.join(".");
  const known = Object.hasOwn(documentKeys, name) ? documentKeys[name] : undefined;
  if (known) return Object.entries(known).map(asKey);
  if (name === "require.*") {
    return evidenceKinds.map((kind) => ({ label: kind, detail: requirementKinds[kind].words, insert: `${kind}: ` }));
  }
  const kind = kindAt(place);
  if (!kind) return [];
  return keyNames(kind).map((key) => ({ label: key, detail: requirementKey(kind, key)?.words ?? "", insert: `${key}: ` }));
}

function kindAt(place: readonly string[]): EvidenceKind | undefined {
  if (place.length !== 3 || place[0] !== "require") return undefined;
  return evidenceKinds.find((kind) => kind === place[2]);
}

function valuesOf(place: readonly string[], key: string): readonly Completion[] {
  const kind = kindAt(place);
  const keys = documentKeys[place.join(".")];
  const entry = kind ? requirementKey(kind, key) : keys && Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (!entry) return [];
  const flags = "type" in entry && (entry.type === "flag" || key === "lower_bound") ? ["true"] : undefined;
  const values = entry.choices ?? flags ?? (entry.example === "" ? [] : [entry.example]);
  return values.map((value) => ({ label: value, detail: entry.words, insert: value }));
}
