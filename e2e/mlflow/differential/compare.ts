import { differences } from "./deliberate.ts";
import type { Difference } from "./difference.ts";
import { show } from "./exact-json.ts";
import { Normaliser, type Plain } from "./normalise.ts";
import type { Step } from "./scenario.ts";

export interface Verdict {
  scenario: string;
  label: string;
  outcome: "same" | "deliberate" | "different";
  detail: string;
  difference?: Difference;
}

interface Sides {
  scenario: string;
  reference: readonly Step[];
  subject: readonly Step[];
}

/** Compares one scenario step by step. Both sides play the same requests, so the steps line up by position. */
export function compare({ scenario, reference, subject }: Sides, allow: boolean): Verdict[] {
  const theirs = new Normaliser();
  const ours = new Normaliser();
  return reference.map((step, index) => {
    const other = subject[index];
    const at = { scenario, label: step.label };
    if (other === undefined) return { ...at, outcome: "different", detail: "the other side never got here" };
    const expected = theirs.plain(step);
    const actual = ours.plain(other);
    const found = firstDifferences("", expected, actual);
    if (found.length === 0) return { ...at, outcome: "same", detail: "" };
    const deliberate = allow ? differences.find((item) => covers(item, at)) : undefined;
    const detail = [`${step.request.method} ${step.request.path}`, ...found].join("\n");
    if (deliberate === undefined) return { ...at, outcome: "different", detail };
    const unmet = unmetBy(deliberate, actual);
    if (unmet === "") return { ...at, outcome: "deliberate", detail: deliberate.reason, difference: deliberate };
    return { ...at, outcome: "different", detail: `${detail}\n${unmet}`, difference: deliberate };
  });
}

function covers({ steps }: Difference, at: { scenario: string; label: string }): boolean {
  const name = `${at.scenario} > ${at.label}`;
  return steps.some((step) => (typeof step === "string" ? step === name : step.test(name)));
}

function unmetBy({ ours }: Difference, actual: Plain): string {
  if (actual.status !== ours.status) return `deliberate, but the status should be ${ours.status}, not ${actual.status}`;
  const text = show(actual.body);
  if (ours.body !== undefined && !ours.body.test(text)) return `deliberate, but the body should match ${ours.body}`;
  return "";
}

const REPORTED = 4;

function firstDifferences(path: string, a: unknown, b: unknown): string[] {
  if (Object.is(a, b)) return [];
  if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => firstDifferences(`${path}.${key}`, Reflect.get(a, key), Reflect.get(b, key))).slice(0, REPORTED);
  }
  return [`${path || "answer"}: reference ${brief(a)}, subject ${brief(b)}`];
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const LONG = 400;

function brief(value: unknown): string {
  const text = show(value);
  return text.length > LONG ? `${text.slice(0, LONG)}… (${text.length} characters)` : text;
}
