import { type Handler, report } from "../scan-context.ts";
import { findTexts } from "./byte-search.ts";

/** A Lambda layer in Keras' configuration, as the writers of JSON space it. */
export const lambdas: readonly string[] = [
  '"class_name": "Lambda"',
  '"class_name":"Lambda"',
  '"class_name": "__lambda__"',
  '"class_name":"__lambda__"',
];

/** Keras' older format keeps its configuration as text among the data. */
export const scanHdf5: Handler = async (part, scan) => {
  const found = await findTexts(part.stream, lambdas);
  if (found.length > 0) report(part, scan, ["hdf5-lambda", ""]);
  else if (!part.isDataExpected) report(part, scan, ["format-unread", "HDF5 was only searched for Lambda layers"]);
  return "hdf5";
};

const operations = ["ReadFile", "WriteFile", "MatchingFiles", "PyFunc", "PyFuncStateless", "EagerPyFunc", "LoadLibrary", "DebugIdentityV3"];
/** Names stand in the graph with the number of their field and their length before them. */
const operationTexts = operations.flatMap((name) => [0x0a, 0x12].map((tag) => String.fromCharCode(tag, name.length) + name));

export const scanSavedModel: Handler = async (part, scan) => {
  const found = new Set((await findTexts(part.stream, operationTexts)).map((text) => text.slice(2)));
  for (const name of found) report(part, scan, ["tensorflow-file-operation", name]);
  if (found.size === 0) report(part, scan, ["format-unread", "a TensorFlow graph was only searched for operations on files"]);
  return "tensorflow-saved-model";
};
