/** Where in a policy somebody is typing. */
export interface CursorContext {
  /** Keys of the mappings around the cursor; `*` for an entry of a list. */
  readonly place: readonly string[];
  /** A key is being typed, or what follows one. */
  readonly expects: "key" | "value";
  /** The key whose value is being typed. */
  readonly key: string | null;
  /** What is typed so far, and where it begins. */
  readonly typed: string;
  readonly from: number;
}

interface Frame {
  readonly indent: number;
  readonly name: string;
}

const keyShape = /^(?<lead>\s*(?:- +)*)(?:(?<key>[\w-]+)\s*:(?:\s+|$))?/;

interface LineShape {
  readonly indent: number;
  /** Columns at which `-` stands. */
  readonly dashes: readonly number[];
  readonly key: string | null;
  readonly keyIndent: number;
  readonly rest: string;
}

function shapeOf(line: string): LineShape {
  const match = keyShape.exec(line);
  const lead = match?.groups?.lead ?? "";
  const dashes = [...lead].flatMap((char, index) => (char === "-" ? [index] : []));
  return {
    indent: line.length - line.trimStart().length,
    dashes,
    key: match?.groups?.key ?? null,
    keyIndent: lead.length,
    rest: line.slice(match?.[0].length ?? 0),
  };
}

/** Text within quotes and comments opens nothing. */
const bare = (text: string): string => text.replace(/'[^']*'|"[^"]*"/g, (quoted) => " ".repeat(quoted.length));

function enter(frames: Frame[], shape: LineShape): void {
  for (const indent of shape.dashes) {
    // A list may stand at the indent of its key.
    while (
      frames.length > 0 &&
      ((frames.at(-1)?.indent ?? 0) > indent || (frames.at(-1)?.indent === indent && frames.at(-1)?.name === "*"))
    )
      frames.pop();
    frames.push({ indent, name: "*" });
  }
  if (shape.dashes.length === 0) dropTo(frames, shape.key === null ? shape.indent : shape.keyIndent);
  if (shape.key !== null) frames.push({ indent: shape.keyIndent, name: shape.key });
}

function dropTo(frames: Frame[], indent: number): void {
  while (frames.length > 0 && (frames.at(-1)?.indent ?? 0) >= indent) frames.pop();
}

interface Flow {
  place: readonly string[];
  expects: "key" | "value";
  key: string | null;
  inside: "braces" | "brackets" | null;
  start: number;
}

/** Follows braces and brackets of one line up to the cursor. */
function followFlow(text: string, outer: CursorContext): Flow {
  let flow: Flow = { place: outer.place, expects: outer.expects, key: outer.key, inside: null, start: 0 };
  const around: Flow[] = [];
  for (const [index, char] of text.split("").entries()) {
    const step = stepOf(flow, { char, text, index });
    if (step === "close") flow = around.pop() ?? flow;
    else if (step) {
      if (char === "{" || char === "[") around.push(flow);
      flow = { ...flow, ...step };
    }
    if (step) flow = { ...flow, start: index + 1 };
  }
  return flow;
}

interface Read {
  readonly char: string;
  readonly text: string;
  readonly index: number;
}

function stepOf(flow: Flow, { char, text, index }: Read): Partial<Flow> | "close" | undefined {
  switch (char) {
    case "{":
      return { place: braced(flow), expects: "key", key: null, inside: "braces" };
    case "[":
      return { inside: "brackets", expects: "value" };
    case "}":
    case "]":
      return "close";
    case ",":
      return flow.inside === "braces" ? { expects: "key", key: null } : {};
    case ":":
      return flow.expects === "key" && /^(\s|$)/.test(text.slice(index + 1, index + 2))
        ? { expects: "value", key: text.slice(flow.start, index).trim() }
        : undefined;
    default:
      return undefined;
  }
}

function braced({ place, key, inside }: Flow): readonly string[] {
  const named = key === null ? place : [...place, key];
  return inside === "brackets" ? [...named, "*"] : named;
}

/** Reads the place of the cursor from the text before it, which need not be YAML yet. Line and column begin at 1. */
export function cursorContext(source: string, line: number, column: number): CursorContext {
  const lines = source.split(/\r?\n/).slice(0, line);
  const current = (lines[line - 1] ?? "").slice(0, column - 1);
  const frames: Frame[] = [];
  for (const text of lines.slice(0, line - 1)) {
    if (text.trim() !== "" && !text.trimStart().startsWith("#")) enter(frames, shapeOf(text));
  }
  const shape = shapeOf(current);
  const isBlank = shape.key === null && shape.dashes.length === 0;
  if (isBlank) dropTo(frames, shape.indent);
  else enter(frames, { ...shape, key: null });
  if (shape.key !== null && shape.dashes.length === 0) dropTo(frames, shape.keyIndent);
  const place = frames.map(({ name }) => name);
  const outer: CursorContext = { place, expects: shape.key === null ? "key" : "value", key: shape.key, typed: "", from: 1 };
  const flow = followFlow(bare(shape.rest), outer);
  const typed = shape.rest.slice(flow.start).trimStart();
  return { place: flow.place, expects: flow.expects, key: flow.key, typed, from: current.length - typed.length + 1 };
}
