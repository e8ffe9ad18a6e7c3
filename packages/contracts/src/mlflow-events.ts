/** An event of the registry as MLflow's webhooks name it. */
export interface MlflowEvent {
  /** The platform's own name for it, by which endpoints listen. */
  readonly type: string;
  readonly entity: string;
  readonly action: string;
  /** What a receiver gets as `data` when an endpoint is tried. */
  readonly example: Readonly<Record<string, unknown>>;
}

const tags = { example_key: "example_value" };
const model = { name: "example_model" };
const prompt = { name: "example_prompt" };
const version = { version: "1" };
const key = { key: "example_key" };
const pair = { ...key, value: "example_value" };
const alias = { alias: "example_alias" };

const event = (type: string, named: string, example: MlflowEvent["example"]): MlflowEvent => {
  const [entity = "", action = ""] = named.split(".");
  return { type, entity, action, example };
};

/** Every event that endpoints in MLflow's format can listen to. Prompts are models to MLflow's registry, and events of their own. */
export const mlflowEvents: readonly MlflowEvent[] = [
  event("registry.model.create", "registered_model.created", { ...model, tags, description: "An example registered model" }),
  event("registry.version.register", "model_version.created", {
    ...model,
    ...version,
    source: "models:/123",
    run_id: "abcd1234abcd5678",
    tags,
    description: "An example model version",
  }),
  event("registry.version-tag.set", "model_version_tag.set", { ...model, ...version, ...pair }),
  event("registry.version-tag.delete", "model_version_tag.deleted", { ...model, ...version, ...key }),
  event("registry.alias.set", "model_version_alias.created", { ...model, ...alias, ...version }),
  event("registry.alias.delete", "model_version_alias.deleted", { ...model, ...alias }),
  event("registry.prompt.create", "prompt.created", { ...prompt, tags, description: "An example prompt" }),
  event("registry.prompt-version.register", "prompt_version.created", {
    ...prompt,
    ...version,
    template: "Hello {{name}}!",
    tags,
    description: "An example prompt version",
  }),
  event("registry.prompt-tag.set", "prompt_tag.set", { ...prompt, ...pair }),
  event("registry.prompt-tag.delete", "prompt_tag.deleted", { ...prompt, ...key }),
  event("registry.prompt-version-tag.set", "prompt_version_tag.set", { ...prompt, ...version, ...pair }),
  event("registry.prompt-version-tag.delete", "prompt_version_tag.deleted", { ...prompt, ...version, ...key }),
  event("registry.prompt-alias.set", "prompt_alias.created", { ...prompt, ...alias, ...version }),
  event("registry.prompt-alias.delete", "prompt_alias.deleted", { ...prompt, ...alias }),
];

const byType = new Map(mlflowEvents.map((one) => [one.type, one]));

/** The event of a type; undefined for what MLflow does not know. */
export const mlflowEventOf = (type: string): MlflowEvent | undefined => byType.get(type);
