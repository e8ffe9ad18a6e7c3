export interface ConfigChange {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

export interface ConfigDifference {
  changed: ConfigChange[];
  sameCount: number;
}

/** What differs between two nested configurations, leaf by leaf: `model.layers[2].width`. */
export function configDifference(before: unknown, after: unknown): ConfigDifference {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  const changed = paths
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((change) => change.before !== change.after);
  return { changed, sameCount: paths.length - changed.length };
}

/** Deeper than this nobody configures; what lies below is compared as one text. */
const deepest = 40;

function leavesOf(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (at: unknown, path: string, depth: number): void => {
    const entries = typeof at === "object" && at !== null && depth < deepest ? entriesOf(at) : [];
    if (entries.length === 0) leaves.set(path, textOf(at));
    for (const [step, item] of entries) walk(item, `${path}${path === "" || step.startsWith("[") ? "" : "."}${step}`, depth + 1);
  };
  walk(value, "", 0);
  return leaves;
}

const entriesOf = (value: object): [string, unknown][] =>
  Array.isArray(value) ? value.map((item, at) => [`[${at}]`, item]) : Object.entries(value);

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "null"));

/** A param whose value is a JSON object or list; undefined for any other text. */
export function nestedParam(text: string | undefined): unknown {
  if (text === undefined || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return pythonLiteral(text);
  }
}

/** As Python prints dictionaries of plain values: single quotes, True, False and None. */
function pythonLiteral(text: string): unknown {
  if (/["\\]/.test(text)) return undefined;
  const json = text
    .replaceAll("'", '"')
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false")
    .replace(/\bNone\b/g, "null");
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads a YAML or JSON file; undefined where it is neither, or no mapping or list. */
export async function readConfig(text: string): Promise<object | undefined> {
  const { parse } = await import("yaml");
  try {
    const value: unknown = parse(text, { maxAliasCount: 100, logLevel: "error" });
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
