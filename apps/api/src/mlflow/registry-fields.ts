import { ModelName, type RegisteredModel } from "@plumbline/contracts/registry/model";
import { AppError, notFound } from "@plumbline/core/kernel";
import { required, text } from "./fields.ts";
import { checkLength, invalidValue, pythonRepr, refused } from "./texts.ts";

/** The two names of a version in a request. */
export const versionFields = { name: required(text), version: required(text) };

const tagKeyMax = 250;
const tagValueMax = 100_000;
const largestVersion = 2_147_483_647;

/** The name of a model that may be there; one that no model can have is unknown. */
export function modelNameOf(name: string): string {
  checkName(name);
  if (!ModelName.safeParse(name).success) throw notFound("model", name);
  return name;
}

/** A name for a model, checked as a stock server does; core checks the rest. */
export function newNameOf(name: string, field: "name" | "new_name" = "name"): string {
  checkName(name, field);
  return name;
}

function checkName(name: string, field = "name"): void {
  if (name.trim() === "") throw refused(`Missing value for required parameter '${field}'.`);
  if (/[/:]/.test(name)) throw refused(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  if (name === "." || name.startsWith("..")) {
    const rule = "Names may be treated as files in certain cases, and must not resolve to other names when treated as such.";
    throw refused(`${invalidValue("name", name)} ${rule} This name would resolve to ${pythonRepr(name)}`);
  }
}

interface VersionText {
  readonly name: string;
  readonly version: string;
}

/** Clients ask for a version by its number as text; who asks for one of an unknown model is told about the version. */
export async function withVersion<T>(
  given: VersionText,
  act: (ref: { readonly model: string; readonly version: number }) => Promise<T>,
): Promise<T> {
  const { name, version } = given;
  checkName(name);
  if (!/^\s*[+-]?\d+\s*$/.test(version)) throw refused(`Parameter 'version' must be an integer, got '${version}'.`);
  const number = Number(version);
  if (number < 1 || number > largestVersion || !ModelName.safeParse(name).success) throw versionMissing(given);
  try {
    return await act({ model: name, version: number });
  } catch (error) {
    throw isMissingModel(error) ? versionMissing(given) : error;
  }
}

const isMissingModel = (error: unknown): boolean =>
  error instanceof AppError && error.code === "not-found" && error.params.noun === "model";

const versionMissing = ({ name, version }: VersionText): AppError =>
  new AppError("not-found", `Model Version (name=${name}, version=${version}) not found`, { params: { reason: "mlflow-text" } });

/** Keys of tags are those of runs. */
export function checkTag({ key, value }: { readonly key: string; readonly value: string }): void {
  checkTagKey(key);
  checkLength("key", key, tagKeyMax);
  checkLength("value", value, tagValueMax);
}

export function checkTagKey(key: string): void {
  const params = { key, field: "key" };
  if (!/^[/\w.\- :]*$/.test(key)) throw new AppError("invalid", "", { params: { ...params, reason: "key-characters" } });
  const resolved = resolve(key);
  if (resolved !== key || key === "." || key.startsWith("..") || key.startsWith("/")) {
    throw new AppError("invalid", "", { params: { ...params, reason: "key-path", resolved } });
  }
}

/** What a path means, as Python normalises it. */
function resolve(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}` || ".";
}

const promptTag = "mlflow.prompt.is_prompt";

/** Clients keep prompts as models with this tag. */
export const isPrompt = (tags: RegisteredModel["tags"]): boolean =>
  tags.findLast(({ key }) => key === promptTag)?.value.toLowerCase() === "true";

/** Where a tag or an alias is not there already, its removal has nothing to do. */
export function absentIsRemoved(error: unknown): void {
  const reasons = ["registry-tag-unknown", "alias-unknown"];
  if (!(error instanceof AppError && reasons.includes(String(error.params.reason)))) throw error;
}
