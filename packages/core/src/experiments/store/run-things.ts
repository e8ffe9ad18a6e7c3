import type { Comparison } from "@plumbline/contracts/query/expression";
import { type Bindings, compareInteger, compareText } from "../../kernel/index.ts";

/** Where the files of run `r` lie in the workspace's tree; null where they lie outside of it, of which nothing is known here. */
const root = "CASE WHEN starts_with(r.artifact_uri, 'mlflow-artifacts:/') THEN substr(r.artifact_uri, 19) END";

// "0" is the character after "/".
const filesBelow = (directory: string, workspaceSql: string): string =>
  `SELECT FROM artifacts_file f WHERE f.workspace_id = ${workspaceSql} AND f.path > ${directory} || '/' AND f.path < ${directory} || '0'`;

function compareWholePaths(paths: readonly string[], workspaceSql: string, { bind }: Bindings): string {
  const plain = paths.map((path) => path.replace(/\/+$/, ""));
  return `EXISTS (SELECT FROM unnest(${bind(plain)}::text[]) AS given(path), LATERAL (SELECT ${root} || '/' || given.path AS path) AS whole
    WHERE EXISTS (SELECT FROM artifacts_file f WHERE f.workspace_id = ${workspaceSql} AND f.path = whole.path)
    OR EXISTS (${filesBelow("whole.path", workspaceSql)}))`;
}

/**
 * Whether the run has such a file. `=` and IN find a directory too, by whatever lies in it. One look at an index for each path; patterns
 * read the names of the run's own files.
 */
export function compareArtifacts(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const own = filesBelow(root, workspaceSql);
  switch (comparison.operator) {
    case "IS NULL":
      return `${root} IS NOT NULL AND NOT EXISTS (${own})`;
    case "IS NOT NULL":
      return `EXISTS (${own})`;
    case "=":
    case "IN":
      return compareWholePaths([comparison.value].flat().map(String), workspaceSql, bindings);
    default:
      if (comparison.valueType !== "text" && comparison.valueType !== "list") throw new Error("paths of artifacts are text");
      return `EXISTS (${own} AND ${compareText(`substr(f.path, length(${root}) + 2)`, comparison, bindings)})`;
  }
}

const columns: Readonly<Record<string, string>> = { name: "v.model", version: "v.version", stage: "v.stage" };

/** Whether any version that was registered from the run is so. */
export function compareModels(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const versions = `SELECT FROM registry_version v WHERE v.workspace_id = ${workspaceSql} AND v.run_id = r.run_id`;
  const aliases = `${versions} AND EXISTS (SELECT FROM registry_alias a WHERE a.workspace_id = ${workspaceSql} AND a.model_key = v.model_key AND a.version = v.version`;
  const isAlias = comparison.key === "alias";
  switch (comparison.valueType) {
    case "none": {
      const found = `EXISTS (${isAlias ? `${aliases})` : versions})`;
      return comparison.operator === "IS NULL" ? `NOT ${found}` : found;
    }
    case "text":
    case "list":
      return isAlias
        ? `EXISTS (${aliases} AND ${compareText("a.alias", comparison, bindings)}))`
        : `EXISTS (${versions} AND ${compareText(columns[comparison.key] ?? "v.model", comparison, bindings)})`;
    default:
      return `EXISTS (${versions} AND ${compareInteger("v.version", comparison, bindings)})`;
  }
}
