import { mlflowEventOf } from "@plumbline/contracts/mlflow-events";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { payloadMaxBytes, publishEvent } from "../notifications/index.ts";
import { isPromptModel } from "./store/prompts.ts";

/** What happened in the registry; prompts are models with a tag, and events of their own. */
export type RegistryEvent =
  | "registry.model.create"
  | "registry.model-tag.set"
  | "registry.model-tag.delete"
  | "registry.version.register"
  | "registry.version-tag.set"
  | "registry.version-tag.delete"
  | "registry.alias.set"
  | "registry.alias.delete";

const ofPrompts: Readonly<Record<RegistryEvent, string>> = {
  "registry.model.create": "registry.prompt.create",
  "registry.model-tag.set": "registry.prompt-tag.set",
  "registry.model-tag.delete": "registry.prompt-tag.delete",
  "registry.version.register": "registry.prompt-version.register",
  "registry.version-tag.set": "registry.prompt-version-tag.set",
  "registry.version-tag.delete": "registry.prompt-version-tag.delete",
  "registry.alias.set": "registry.prompt-alias.set",
  "registry.alias.delete": "registry.prompt-alias.delete",
};

interface Happened {
  readonly model: string;
  readonly version?: number;
  /** The rest of what receivers get: texts, or texts by key. */
  readonly rest?: Readonly<Record<string, EventValue>>;
}
type EventValue = string | null | Readonly<Record<string, string>>;

/** Tells whoever listens outside, in the transaction of the change. */
export async function publishChange(ctx: Ctx, type: RegistryEvent, { model, version, rest = {} }: Happened): Promise<void> {
  const { id: workspaceId, name: workspace } = workspaceOf(ctx);
  const isPrompt = await isPromptModel(ctx.tx, workspaceId, model);
  const named = isPrompt ? ofPrompts[type] : type;
  const known = mlflowEventOf(named);
  const data = fitting(rest);
  const tasks = await publishEvent(ctx, workspaceId, {
    type: named,
    data: { model, ...(version === undefined ? {} : { version }), ...data },
    ...(known
      ? {
          mlflow: {
            entity: known.entity,
            action: known.action,
            data: { name: model, ...(version === undefined ? {} : { version: String(version) }), ...asMlflow(named, data) },
            workspace,
          },
        }
      : {}),
  });
  ctx.later?.push(...tasks);
}

const textKey = "mlflow.prompt.text";
const hiddenOfPrompts = new Set([textKey, "mlflow.prompt.is_prompt", "_mlflow_prompt_type"]);

/** MLflow tells the text of a prompt beside its tags, and none of the tags that make it one. */
function asMlflow(type: string, { tags, source, run_id, ...data }: Readonly<Record<string, EventValue>>): Record<string, unknown> {
  if (typeof tags !== "object" || tags === null) return data;
  if (!type.startsWith("registry.prompt")) return { ...data, ...(source === undefined ? {} : { source, run_id }), tags };
  const shown = Object.fromEntries(Object.entries(tags).filter(([key]) => !hiddenOfPrompts.has(key)));
  return { ...data, ...(type === "registry.prompt-version.register" ? { template: tags[textKey] ?? null } : {}), tags: shown };
}

/** What the rest of a body needs at most. */
const frameBytes = 8 * 1024;
const limits = [10_000, 1000, 100, 0];

/** The values, cut to the longest length at which receivers can take them. */
export function fitting(values: Readonly<Record<string, EventValue>>): Readonly<Record<string, EventValue>> {
  const isFit = (given: unknown): boolean => Buffer.byteLength(JSON.stringify(given)) <= payloadMaxBytes - frameBytes;
  if (isFit(values)) return values;
  for (const limit of limits) {
    const cut = cutTo(values, limit);
    if (isFit(cut)) return cut;
  }
  return {};
}

const cutTo = (values: Readonly<Record<string, EventValue>>, limit: number): Record<string, EventValue> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, cutValue(value, limit)]));

function cutValue(value: EventValue, limit: number): EventValue {
  if (value === null) return null;
  if (typeof value === "string") return cutText(value, limit);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutText(item, limit)]));
}

const cutText = (text: string, limit: number): string => (text.length <= limit ? text : `${text.slice(0, limit)}…`.toWellFormed());
