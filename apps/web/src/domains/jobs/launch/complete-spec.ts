import type { Place } from "#src/components/yaml-editor/caret.ts";
import type { Completion } from "#src/components/yaml-editor/use-completion.ts";
import { type SpecKey, specKeys } from "./spec-keys.ts";

const keyLine = /^(\s*(?:- )?)([\w-]+):(?:\s|$)/;
const typedKey = /^(\s*(?:- )?)([\w-]*)$/;
const typedValue = /^(\s*(?:- )?)([\w-]+):\s+([\w-]*)$/;

/** What can stand at a place of a spec: keys that are not there yet, or what a key can be. */
export function completeSpec(source: string, { line, column }: Place): Completion {
  const lines = source.split("\n");
  const before = (lines[line - 1] ?? "").slice(0, column - 1);
  const value = typedValue.exec(before);
  if (value) {
    const [, indent = "", name = "", typed = ""] = value;
    const values = keysAt(lines, line, indent.length)?.[name]?.values ?? [];
    return offer(
      values.map((each) => ({ label: each, detail: name, insert: each })),
      { typed, column },
    );
  }
  const key = typedKey.exec(before);
  if (!key) return { items: [], from: column };
  const [, indent = "", typed = ""] = key;
  const keys = keysAt(lines, line, indent.length) ?? {};
  const taken = siblingsOf(lines, line, indent.length);
  const items = Object.entries(keys).flatMap(([name, each]) => (taken.has(name) ? [] : [itemOf(name, each, indent)]));
  return offer(items, { typed, column });
}

type Item = Completion["items"][number];

const offer = (items: readonly Item[], { typed, column }: { typed: string; column: number }): Completion => ({
  items: items.filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase())),
  from: column - typed.length,
});

/** A key with what opens behind it: a value on its line, or a block below. */
function itemOf(label: string, { detail, keys, isList, values }: SpecKey, indent: string): Item {
  const inner = " ".repeat(indent.length + 2);
  const block = keys && values === undefined ? `:\n${inner}${isList ? "- " : ""}` : ": ";
  return { label, detail, insert: `${label}${block}` };
}

const indentOf = (line: string): number => /^(\s*(?:- )?)/.exec(line)?.[1]?.length ?? 0;

/** The keys that can stand on a line, by the keys that it is indented under. */
function keysAt(lines: readonly string[], line: number, indent: number): SpecKey["keys"] {
  const parents: string[] = [];
  let least = indent;
  for (let at = line - 2; at >= 0 && least > 0; at -= 1) {
    const found = keyLine.exec(lines[at] ?? "");
    if (!found) continue;
    const [, lead = "", name = ""] = found;
    if (lead.length >= least) continue;
    least = lead.length;
    parents.unshift(name);
  }
  return parents.reduce<SpecKey["keys"]>((keys, name) => keys?.[name]?.keys, specKeys);
}

const isBlank = (text: string): boolean => text.trim() === "" || text.trimStart().startsWith("#");
const isItem = (text: string): boolean => /^\s*- /.test(text);

/** The keys that stand beside the line already: above and below it, as far as its block goes. */
function siblingsOf(lines: readonly string[], line: number, indent: number): Set<string> {
  // The line itself may begin an item of a list, above which another one ends.
  const above = isItem(lines[line - 1] ?? "") ? [] : lines.slice(0, line - 1).reverse();
  return new Set([...keysAbove(above, indent), ...keysBelow(lines.slice(line), indent)]);
}

const keyOf = (text: string): string => keyLine.exec(text)?.[2] ?? "";

/** Up to the item of a list that begins there, which still belongs to it. */
function keysAbove(lines: readonly string[], indent: number): string[] {
  const block = blockOf(lines, (text) => indentOf(text) < indent);
  const beside = block.filter((text) => indentOf(text) === indent);
  const begin = beside.findIndex(isItem);
  return (begin < 0 ? beside : beside.slice(0, begin + 1)).map(keyOf);
}

/** Down to the next item of a list, which does not. */
function keysBelow(lines: readonly string[], indent: number): string[] {
  const block = blockOf(lines, (text) => indentOf(text) < indent || (isItem(text) && indentOf(text) === indent));
  return block.filter((text) => indentOf(text) === indent).map(keyOf);
}

function blockOf(lines: readonly string[], isOutside: (text: string) => boolean): string[] {
  const told = lines.filter((text) => !isBlank(text));
  const end = told.findIndex(isOutside);
  return end < 0 ? told : told.slice(0, end);
}
