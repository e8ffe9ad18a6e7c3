import type { AppError } from "@plumbline/core/kernel";
import { registryNouns, registryReasons } from "./registry-texts.ts";
import { invalidValue, pythonList, pythonRepr, tooLong } from "./texts.ts";
import type { Describe, Params, Told } from "./told.ts";

const inactive = (what: string, id: unknown): Told => ({
  message: `The ${what} ${id} must be in the 'active' state. Current state is deleted.`,
});
const noExperiment = (id: unknown): Told => ({
  message: `No Experiment with id=${id} exists`,
  status: 404,
  name: "RESOURCE_DOES_NOT_EXIST",
});

/** The words of a stock server, by the reason that core gives. Scripts match on them. */
const byReason: Readonly<Record<string, Describe>> = {
  "experiment-name-taken": ({ name }) => ({
    message: `Experiment(name=${name}) already exists.`,
    status: 400,
    name: "RESOURCE_ALREADY_EXISTS",
  }),
  "experiment-name-unknown": ({ name }) => ({ message: `Could not find experiment with name '${name}'` }),
  "experiment-deleted": ({ experimentId }, path) => {
    if (path === "experiments/delete") return noExperiment(experimentId);
    if (path === "experiments/update") return { message: "Cannot rename a non-active experiment.", status: 400, name: "INVALID_STATE" };
    return inactive("experiment", experimentId);
  },
  "experiment-active": ({ experimentId }) => noExperiment(experimentId),
  "run-deleted": ({ runId }) => inactive("run", runId),
  "run-name-differs": ({ name, tag }) => {
    const both = "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values";
    return { message: `${both} (run_name='${name}', mlflow.runName='${tag}').` };
  },
  "artifact-location": () => ({ message: "'artifact_location' URL can't include fragments or params." }),
  "artifact-path": () => ({ message: "Invalid path" }),
  "key-characters": ({ key, field }, path) => {
    const rule = "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).";
    return { message: `${invalidValue(keyName(field, path), key)} ${rule}` };
  },
  "key-path": ({ key, field, resolved }, path) => {
    const rule = "Names may be treated as files in certain cases, and must not resolve to other names when treated as such.";
    return { message: `${invalidValue(keyName(field, path), key)} ${rule} This name would resolve to ${pythonRepr(String(resolved))}` };
  },
  "key-length": ({ field, max }, path) => ({ message: tooLong(lengthName(field, path), Number(max)) }),
  "batch-too-large": ({ what, max, given }) => {
    const kind = what === "total" ? "metrics, params, and tags" : String(what);
    const begin = `A batch logging request can contain at most ${max} ${kind}. Got ${given} ${kind}.`;
    return { message: `${begin} Please split up ${kind} across multiple requests and try again.` };
  },
  "param-duplicate": ({ keys }) => {
    const begin = `Duplicate parameter keys have been submitted: ${pythonList(keys as readonly string[])}.`;
    return { message: `${begin} Please ensure the request contains only one param value per param key.` };
  },
  "param-changed": (params, path) => ({ ...paramChanged(params, path), status: 400, name: "INVALID_PARAMETER_VALUE" }),
  "not-implemented": (_params, _path, message) => ({ message, status: 501, name: "NOT_IMPLEMENTED" }),
  "artifact-clash": () => ({ message: "Invalid path", status: 400, name: "INVALID_PARAMETER_VALUE" }),
  ...registryReasons,
};

interface Change {
  readonly key: string;
  readonly old: string;
  readonly new: string;
}

function paramChanged(params: Params, path: string): Told {
  const { runId, modelId, changes } = params;
  const begin = "Changing param values is not allowed.";
  // A batch of a run tells all of its changes, every other request the one that it is about.
  const all = Array.isArray(changes) ? (changes as readonly Change[]) : [params as unknown as Change];
  const [first] = all;
  if (first && !isBatch(path)) {
    const owner = modelId === undefined ? `run ID='${runId}'` : `model ID='${modelId}'`;
    const logged = `Param with key='${first.key}' was already logged with value='${first.old}' for ${owner}.`;
    return { message: `${begin} ${logged} Attempted logging new value '${first.new}'.` };
  }
  const listed = all.map(
    (one) => `{'key': ${pythonRepr(one.key)}, 'old_value': ${pythonRepr(one.old)}, 'new_value': ${pythonRepr(one.new)}}`,
  );
  return { message: `${begin} Params were already logged='[${listed.join(", ")}]' for run ID='${runId}'.` };
}

const isBatch = (path: string): boolean => path === "runs/log-batch";

/** The parameter that a stock server names when a key is bad: it depends on the request that carried the key. */
function keyName(field: unknown, path: string): string {
  const place = String(field);
  if (isBatch(path)) return place.replace(/^(metrics\[\d+\])\.key$/, "$1.name");
  return place.startsWith("metrics[") ? "name" : "key";
}

function lengthName(field: unknown, path: string): string {
  const place = String(field);
  if (place.startsWith("metrics[")) return "Metric name";
  if (place.startsWith("params[")) return "Param key";
  return isBatch(path) ? place : "key";
}

/** The words for things that are not there, by their noun. */
const byNoun: Readonly<Record<string, (id: unknown, params: Params) => string>> = {
  experiment: (id) => `No Experiment with id=${id} exists`,
  run: (id) => `Run with id=${id} not found`,
  "logged model": (id) => `Logged model with ID '${id}' not found.`,
  workspace: (id) => `Workspace '${id}' not found`,
  artifact: (id) => `No such artifact: '${id}'`,
  "run tag": (id, { runId }) => `No tag with name: ${id} in run with id ${runId}`,
  "experiment tag": (id, { experimentId }) => `No tag with name: ${id} in experiment with id ${experimentId}`,
  ...registryNouns,
  "logged model tag": (id, { modelId }) => `No tag with key '${id}' found for model with ID '${modelId}'.`,
};

/** What a stock server says to this error, on this route; core's own words where it has none. */
export function describe(error: AppError, path: string): Told {
  const { reason, noun, id } = error.params;
  const told = typeof reason === "string" ? byReason[reason] : undefined;
  if (told) return told(error.params, path, error.message);
  const missing = error.code === "not-found" && typeof noun === "string" ? byNoun[noun] : undefined;
  if (missing) return { message: missing(id, error.params) };
  return { message: error.code === "invalid" ? invalidInput(error) : error.message };
}

/** What the contract of an operation refuses: its fields have other names here. */
function invalidInput({ fields, message, params }: AppError): string {
  const [first] = fields;
  if (!first || params.reason !== undefined) return message;
  if (first.path === "cursor") return "Invalid page token, could not base64-decode";
  const name = first.path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\.(\d+)/g, "[$1]");
  return `Invalid value for parameter '${name}' supplied: ${first.message.replace(/\.$/, "")}.`;
}
