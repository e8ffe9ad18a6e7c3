import { findTexts } from "./model/byte-search.ts";
import { isObject, parseJson } from "./model/json-document.ts";
import { checkKerasConfig } from "./model/keras.ts";
import { lambdas } from "./model/searched-formats.ts";
import { type FileScan, type Handler, type Part, report } from "./scan-context.ts";
import { MalformedError } from "./scan-errors.ts";

function jsonFormat(document: unknown): string {
  if (!isObject(document)) return "json";
  if ("learner" in document) return "xgboost-json";
  if ("oblivious_trees" in document || "features_info" in document) return "catboost-json";
  if ("tree_info" in document) return "lightgbm-json";
  return "class_name" in document && "config" in document ? "keras-json" : "json";
}

/** Large JSON is a model's numbers, which nothing runs. It is only searched. */
async function searchJson(part: Part, scan: FileScan): Promise<string> {
  const isXgboost = (await part.stream.peek(4096)).includes('"learner"');
  if ((await findTexts(part.stream, lambdas)).length > 0) report(part, scan, ["hdf5-lambda", part.name]);
  return isXgboost ? "xgboost-json" : "json";
}

export const scanJson: Handler = async (part, scan) => {
  const code = checkCode(part, scan);
  if (code !== undefined) return code;
  const bytes = await part.stream.peek(scan.limits.documentBytes + 1);
  if (bytes.length > scan.limits.documentBytes) return await searchJson(part, scan);
  try {
    const document = parseJson(bytes);
    const format = jsonFormat(document);
    if (format === "keras-json") checkKerasConfig(part, scan, document);
    return format;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return await scanText(part, scan);
  }
};

function checkCode(part: Part, scan: FileScan): string | undefined {
  if (/\.(py|ipynb|pyi)$/i.test(part.name)) {
    report(part, scan, [part.allowsPersistentIds ? "torchscript-code" : "python-code", part.name]);
    return "code";
  }
  return undefined;
}

export const scanText: Handler = async (part, scan) => {
  const code = checkCode(part, scan);
  if (code !== undefined) return code;
  if (!/\.(ya?ml)$|(^|\/)MLmodel$/i.test(part.name)) return "text";
  // YAML allows such a tag to be written in other ways; it is a sign, and safe loaders ignore it.
  const found = await findTexts(part.stream, ["!!python/", "tag:yaml.org,2002:python/"]);
  if (found.length > 0) report(part, scan, ["yaml-python-tag", ""]);
  return "yaml";
};
