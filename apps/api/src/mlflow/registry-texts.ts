import { pythonRepr } from "./texts.ts";
import type { Describe, Params } from "./told.ts";

/** The words of a stock server's registry, by the reason that core gives. */
export const registryReasons: Readonly<Record<string, Describe>> = {
  "model-name-taken": (params) => ({ message: nameTaken(params), status: 400, name: "RESOURCE_ALREADY_EXISTS" }),
  "alias-unknown": ({ alias }) => ({
    message: `Registered model alias ${alias} not found.`,
    status: 400,
    name: "INVALID_PARAMETER_VALUE",
  }),
};

function nameTaken({ name, wantsPrompt = false, hasPrompt = wantsPrompt }: Params): string {
  const wanted = wantsPrompt ? "Prompt" : "Registered Model";
  if (wantsPrompt === hasPrompt) return `${wanted} (name=${name}) already exists.`;
  const holder = hasPrompt ? "prompt" : "registered model";
  const told = `Tried to create a ${wanted.toLowerCase()} with name ${pythonRepr(String(name))}, but the name is already taken by a ${holder}.`;
  return `${told} MLflow does not allow creating a model and a prompt with the same name.`;
}

/** The words for what is not in the registry, by its noun. */
export const registryNouns: Readonly<Record<string, (id: unknown, params: Params) => string>> = {
  model: (id) => `Registered Model with name=${id} not found`,
  "model version": (_id, { model, version }) => `Model Version (name=${model}, version=${version}) not found`,
  "webhook endpoint": (id) => `Webhook with ID ${id} not found.`,
};
