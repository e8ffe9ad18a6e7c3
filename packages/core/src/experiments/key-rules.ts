import path from "node:path";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { AppError } from "../kernel/index.ts";

/** The tag that always says the same as the run's name. */
export const runNameTag = "mlflow.runName";

export const keyMax = 250;
export const runTagValueMax = 8000;
/** Letters of any script, digits and these marks; a newline at the end is allowed, as MLflow servers always did. */
const keyGrammar = /^[/\p{L}\p{N}_.\- :]*\n?$/u;

/** Where a key stood in the request, for messages: `key`, `tags[3].key`. */
interface KeyPlace {
  readonly field: string;
}

/** Keys that were allowed lately: a training logs the same ones thousands of times. */
const allowed = new Set<string>();
const allowedMax = 20_000;

/** Refuses a key of a tag, param or metric that MLflow servers refuse: its characters, a path that is not plain, its length. */
export function checkKey(key: string, place: KeyPlace): void {
  if (allowed.has(key)) return;
  refuseKey(key, place);
  if (allowed.size >= allowedMax) allowed.clear();
  allowed.add(key);
}

function refuseKey(key: string, { field }: KeyPlace): void {
  if (!keyGrammar.test(key)) {
    throw refusal("key-characters", "may hold letters, digits, _ - . : / and blanks", { key, field });
  }
  const resolved = normalizePath(key);
  if (resolved !== key || resolved === "." || key.startsWith("/") || key.startsWith("..")) {
    throw refusal("key-path", `is not a plain relative path: it resolves to "${resolved}"`, { key, field, resolved });
  }
  if (key.length > keyMax) {
    throw refusal("key-length", `has ${key.length} characters; ${keyMax} are allowed`, { key, field, max: keyMax });
  }
}

function refusal(reason: string, rule: string, params: { key: string; field: string; [name: string]: unknown }): AppError {
  const shown = params.key.length > 80 ? `${params.key.slice(0, 80)}…` : params.key;
  return new AppError("invalid", `The key "${shown}" ${rule}.`, {
    params: { reason, ...params },
    fields: [{ path: params.field, message: rule }],
  });
}

/** What a file system would make of the key, less a slash at the end. */
const normalizePath = (key: string): string => path.posix.normalize(key).replace(/(?<=.)\/$/, "");

/** Checks tags of a run and cuts long values, as MLflow servers do. A key given twice is refused. */
export function checkRunTags(tags: readonly KeyValue[]): KeyValue[] {
  const seen = new Set<string>();
  return tags.map(({ key, value }, index) => {
    checkKey(key, { field: `tags[${index}].key` });
    if (seen.has(key)) {
      throw new AppError("invalid", `The tag "${key}" is given twice.`, { params: { reason: "tag-duplicate", key } });
    }
    seen.add(key);
    return { key, value: cut(value, runTagValueMax) };
  });
}

/** The first `max` UTF-16 units of a text, less half a character at the end. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
