import { judgeImport } from "../pickle/judge-import.ts";
import { type FileScan, type Handler, type Part, readDocument, report } from "../scan-context.ts";
import { type JsonObject, objectsIn, parseJson } from "./json-document.ts";

const ownModule = /^(keras|tensorflow\.keras|tf_keras|keras_hub|keras_nlp|keras_cv|tensorflow\.python\.keras)(\.|$)/;
const marshalled: ReadonlySet<unknown> = new Set(["Lambda", "__lambda__"]);

/** What a description of an object in Keras' configuration would import, as module and name. */
function importOf({ module, class_name: className, config }: JsonObject): readonly [string, string] | undefined {
  if (typeof module !== "string" || typeof className !== "string") return undefined;
  return className === "function" && typeof config === "string" ? [module, config] : [module, className];
}

function checkImport(part: Part, scan: FileScan, [module, name]: readonly [string, string]): void {
  if (judgeImport(module, name) === "pickle-dangerous-import") {
    report(part, scan, ["keras-dangerous-object", `${module}.${name}`]);
  } else if (!ownModule.test(module) && module !== "builtins") {
    report(part, scan, ["keras-custom-object", `${module}.${name}`]);
  }
}

function checkObject(part: Part, scan: FileScan, object: JsonObject): void {
  const { class_name: className, registered_name: registered, name } = object;
  if (marshalled.has(className)) report(part, scan, ["keras-lambda", typeof name === "string" ? name : String(className)]);
  const imported = importOf(object);
  if (imported !== undefined) checkImport(part, scan, imported);
  if (typeof registered === "string" && /^(?!keras(\.|>))[^>]+>/.test(registered)) report(part, scan, ["keras-custom-object", registered]);
}

export function checkKerasConfig(part: Part, scan: FileScan, document: unknown): void {
  for (const object of objectsIn(document)) checkObject(part, scan, object);
}

/** The configuration inside a .keras archive. */
export const scanKerasConfig: Handler = async (part, scan) => {
  const bytes = await readDocument(part, scan);
  if (bytes !== undefined) checkKerasConfig(part, scan, parseJson(bytes));
  return "json";
};
