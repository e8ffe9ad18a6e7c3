import { judgeImport } from "../pickle/judge-import.ts";
import { type Handler, readDocument, report } from "../scan-context.ts";
import { objectsIn, parseJson } from "./json-document.ts";

/** The schema inside a .skops archive names the type of each object that loading makes. */
export const scanSkopsSchema: Handler = async (part, scan) => {
  const bytes = await readDocument(part, scan);
  if (bytes === undefined) return "json";
  for (const { __module__: module, __class__: name, __loader__: loader } of objectsIn(parseJson(bytes))) {
    if (typeof module !== "string" || typeof name !== "string") continue;
    const rule = judgeImport(module, name);
    if (rule === undefined || isPlain(module, name, loader)) continue;
    report(part, scan, [rule === "pickle-dangerous-import" ? "skops-dangerous-type" : "skops-untrusted-type", `${module}.${name}`]);
  }
  return "json";
};

/** Values that skops writes as JSON under the names of their types. */
const isPlain = (module: string, name: string, loader: unknown): boolean =>
  (loader === "JsonNode" || loader === "TypeNode") && module === "builtins" && /^(NoneType|type|bool)$/.test(name);
