import { type Document, isMap, isNode, isSeq, type Node, parseDocument } from "yaml";
import { type Place, placeAt } from "#src/components/yaml-editor/caret.ts";

/** Where something is in a spec: `["resources", "gpus", "count"]`. */
export type SpecPath = readonly (string | number)[];

export interface ReadSpec {
  /** What the text says; undefined where it cannot be read, or is no mapping. */
  value: Readonly<Record<string, unknown>> | undefined;
  problems: readonly { line: number; column: number; message: string }[];
}

/** No line is folded that was not: only what is changed is written anew. */
const options = { lineWidth: 0, blockQuote: "literal", flowCollectionPadding: false } as const;

/** Reads a text of YAML (or JSON, which is YAML too). Never throws. */
export function readSpec(text: string): ReadSpec {
  const document = parseDocument(text, { logLevel: "silent" });
  const problems = document.errors.map(({ message, pos }) => ({ ...placeAt(text, pos[0]), message: firstLine(message) }));
  if (problems.length > 0) return { value: undefined, problems };
  if (document.contents === null) return { value: {}, problems: [] };
  if (!isMap(document.contents))
    return { value: undefined, problems: [{ line: 1, column: 1, message: "A spec is a mapping: it begins with name: …" }] };
  return { value: document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>, problems: [] };
}

/** The parser's own words, without the extract that it draws below. */
const firstLine = (message: string): string => (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");

export function valueAt(value: ReadSpec["value"], path: SpecPath): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[name] : undefined),
    value,
  );
}

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (Array.isArray(value) ? value : Object.keys(value)).length === 0;

/**
 * The text with one value changed and all else, comments too, as it was. `undefined` takes it out, with whatever would be left empty around it.
 * A text that cannot be read stays as it is.
 */
export function withValue(text: string, path: SpecPath, value: unknown): string {
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) return text;
  if (value === undefined) {
    if (!document.hasIn(path)) return text;
    document.deleteIn(path);
    prune(document, path.slice(0, -1));
  } else {
    makeRoom(document, path);
    const isLine = Array.isArray(value) && value.every((item) => typeof item !== "object");
    const node = document.createNode(value, { flow: isLine });
    keepComments(document.getIn(path, true), node);
    document.setIn(path, node);
  }
  return isEmpty(document.toJS()) ? "" : document.toString(options);
}

function keepComments(before: unknown, after: Node): void {
  if (!isNode(before)) return;
  if (before.comment) after.comment = before.comment;
  if (before.commentBefore) after.commentBefore = before.commentBefore;
}

/** What stands where a mapping has to be, such as `resources:` with nothing behind it, gives way to one. */
function makeRoom(document: Document, path: SpecPath): void {
  for (let length = 1; length < path.length; length += 1) {
    const parent = path.slice(0, length);
    const node = document.getIn(parent, true);
    const isRoom = isMap(node) || isSeq(node);
    if (node !== undefined && !isRoom) document.setIn(parent, document.createNode(typeof path[length] === "number" ? [] : {}));
  }
}

function prune(document: Document, path: SpecPath): void {
  if (path.length === 0) return;
  const left = document.getIn(path, true);
  const isBare = (isMap(left) || isSeq(left)) && left.items.length === 0;
  if (!isBare) return;
  document.deleteIn(path);
  prune(document, path.slice(0, -1));
}

/** Where the value of a path stands in the text, or of the part of it that is there. */
export function placeOfPath(text: string, path: SpecPath): Place {
  const document = parseDocument(text, { logLevel: "silent" });
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return placeAt(text, node.range[0]);
  }
  return { line: 1, column: 1 };
}

/** The path that a server's complaint names, as `spec.resources.cpu` or `body.spec.inputs.0.path`. */
export const pathOf = (name: string): SpecPath =>
  name
    .split(".")
    .filter((part, at, all) => !(at === 0 && part === "body") && !(part === "spec" && (at === 0 || (at === 1 && all[0] === "body"))))
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
