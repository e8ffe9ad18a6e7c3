import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit } from "yaml";
import { joinPath, type Place, type PolicyProblem } from "./problem.ts";

/** Bytes of a policy's text in UTF-8. */
const sourceBytesMax = 65_536;
/** Lists and mappings inside each other; a policy needs five. */
const depthMax = 8;

type Path = readonly PropertyKey[];

/** A text that is sound YAML, as plain values, with the place of each. */
export interface YamlSource {
  readonly value: unknown;
  /** The place of a value; of the nearest one around it where there is none. */
  readonly placeOf: (path: Path) => Place;
  /** The place of a key; of its mapping where there is none. */
  readonly placeOfKey: (path: Path) => Place;
  /** The line of each key and each entry of a list, by its path. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads YAML without anything that YAML can do beyond mappings, lists and plain values. */
export function readYaml(source: string): YamlSource | { readonly problems: readonly PolicyProblem[] } {
  const counter = new LineCounter();
  const fail = (offset: number, message: string) => ({ problems: [problemAt(placeBetween(counter, offset), message)] });
  if (Buffer.byteLength(source) > sourceBytesMax) return fail(0, `A policy may have at most ${sourceBytesMax / 1024} KiB.`);
  if (!isStorable(source)) return fail(Math.max(0, source.indexOf("\0")), unstorable);
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false, schema: "core", merge: false, uniqueKeys: false });
  const [error] = document.errors;
  if (error) return fail(error.pos[0], yamlWords(error.code, error.message));
  const refused = refusedNode(document.contents);
  if (refused) return fail(refused.offset, refused.message);
  if (document.warnings[0]) return fail(document.warnings[0].pos[0], document.warnings[0].message);
  if (!isMap(document.contents)) {
    return fail(0, "A policy is a mapping that begins with its name, such as 'name: production-high'.");
  }
  const root = document.contents;
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return {
    value,
    placeOf: (path) => placeOfNode(counter, nodeAt(root, path).node),
    placeOfKey: (path) => {
      const { pair, node } = nodeAt(root, path);
      return placeOfNode(counter, pair && isNode(pair.key) ? pair.key : node);
    },
    lines: linesOf(root, counter),
  };
}

export function problemAt(place: Place, message: string, path: Path = []): PolicyProblem {
  return { ...place, severity: "error", message, path: joinPath(path) };
}

function yamlWords(code: string, message: string): string {
  if (code === "MULTIPLE_DOCS") return "A policy is one document; remove the line '---' and what follows it.";
  if (code === "TAB_AS_INDENT") return "Indent with spaces; YAML does not take tabs.";
  if (code === "RESOURCE_EXHAUSTION") return `Lists and mappings may stand at most ${depthMax} deep in each other.`;
  return `This is not YAML: ${message.split("\n")[0]}`;
}

/** The first thing that a policy may not hold. Aliases could make a short text huge, tags could make objects. */
function refusedNode(root: Node | null): { readonly offset: number; readonly message: string } | undefined {
  let found: { offset: number; message: string } | undefined;
  visit(root, (key, node, ancestors) => {
    const message = refusalOf({ node, isKey: key === "key", depth: ancestors.filter(isCollection).length });
    const repeated = isMap(node) ? repeatedKey(node.items) : undefined;
    if (message !== undefined) found = { offset: offsetOf(node), message };
    else if (repeated)
      found = { offset: offsetOf(repeated.key), message: "This key is here already; each key may stand once in a mapping." };
    return found && visit.BREAK;
  });
  return found;
}

/** The parser's own check compares every key with every other. */
function repeatedKey(pairs: readonly Pair[]): Pair | undefined {
  const seen = new Set<string>();
  return pairs.find((pair) => seen.size === seen.add(keyText(pair)).size);
}

const isCollection = (node: unknown): boolean => isMap(node) || isSeq(node);
const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** The database keeps neither. Escapes such as "\0" can write them into a sound text. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
const unstorable = "A text cannot hold the character NUL, nor half a character.";

function refusalOf({ node, isKey, depth }: { node: unknown; isKey: boolean; depth: number }): string | undefined {
  if (isAlias(node)) return "A policy takes no aliases (*name); write the value out.";
  if (!isNode(node)) return undefined;
  if ("anchor" in node && node.anchor) return "A policy takes no anchors (&name); write the value out where it is needed.";
  if (node.tag !== undefined && node.tag.length > 0) return "A policy takes no tags (!name); write the plain value.";
  if (isCollection(node) && depth >= depthMax) return `Lists and mappings may stand at most ${depthMax} deep in each other.`;
  return (isKey ? keyRefusal(node) : undefined) ?? textRefusal(node);
}

function keyRefusal(node: Node): string | undefined {
  if (!isScalar(node)) return "A key is a plain name.";
  // The name would reach into the objects that values are read to.
  return node.value === "__proto__" ? "'__proto__' cannot be a key." : undefined;
}

const textRefusal = (node: Node): string | undefined =>
  isScalar(node) && typeof node.value === "string" && !isStorable(node.value) ? unstorable : undefined;

const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : "");

function nodeAt(root: Node, path: Path): { readonly node: Node; readonly pair: Pair | null } {
  let node = root;
  let pair: Pair | null = null;
  for (const key of path) {
    const step = childOf(node, key);
    if (!step) return { node, pair };
    pair = step.pair;
    if (!step.node) return { node: pair && isNode(pair.key) ? pair.key : node, pair };
    node = step.node;
  }
  return { node, pair };
}

function childOf(node: Node, key: PropertyKey): { readonly node: Node | null; readonly pair: Pair | null } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { node: item, pair: null } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((candidate) => keyText(candidate) === String(key));
  if (!pair) return undefined;
  return { node: isNode(pair.value) && (pair.value.range?.[1] ?? 0) > (pair.value.range?.[0] ?? 0) ? pair.value : null, pair };
}

function placeOfNode(counter: LineCounter, node: Node): Place {
  return placeBetween(counter, node.range?.[0] ?? 0, node.range?.[1]);
}

function placeBetween(counter: LineCounter, start: number, end?: number): Place {
  const from = counter.linePos(start);
  const to = end === undefined ? null : counter.linePos(end);
  const line = Math.max(1, from.line);
  return { line, column: Math.max(1, from.col), endColumn: to && to.line === line && to.col > from.col ? to.col : null };
}

interface Entry {
  readonly path: Path;
  /** What begins the entry: the key of a mapping, or the entry of a list itself. */
  readonly head: Node;
  readonly value: unknown;
}

function entriesOf(node: unknown, path: Path): Entry[] {
  if (isSeq(node)) return node.items.filter(isNode).map((item, index) => ({ path: [...path, index], head: item, value: item }));
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) => (isNode(pair.key) ? [{ path: [...path, keyText(pair)], head: pair.key, value: pair.value }] : []));
}

function linesOf(root: Node, counter: LineCounter): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const walk = (node: unknown, path: Path): void => {
    for (const entry of entriesOf(node, path)) {
      lines.set(joinPath(entry.path), placeOfNode(counter, entry.head).line);
      walk(entry.value, entry.path);
    }
  };
  walk(root, []);
  return lines;
}
