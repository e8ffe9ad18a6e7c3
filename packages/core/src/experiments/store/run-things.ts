import type { Comparison } from "@plumbline/contracts/query/expression";
import { type Bindings, compareInteger, compareText } from "../../kernel/index.ts";

/** Where the files of run `r` lie in the workspace's tree; null where they lie outside of it, of which nothing is known here. */
const root = "CASE WHEN starts_with(r.artifact_uri, 'mlflow-artifacts:/') THEN substr(r.artifact_uri, 19) END";

/**
 * Whether the run has such a file. `=` and IN find a directory too, by whatever lies in it. One look at an index for each path; patterns
 * read the names of the run's own files.
 */
export function compareArtifacts(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const files = (above: string) =>
    `SELECT FROM artifacts_file f WHERE f.workspace_id = ${workspaceSql} AND f.path > ${above} || '/' AND f.path < ${above} || '0'`;
  const own = files(root);
  switch (comparison.operator) {
    case "IS NULL":
      return `${root} IS NOT NULL AND NOT EXISTS (${own})`;
    case "IS NOT NULL":
      return `EXISTS (${own})`;
    case "=":
    case "IN":
      return [comparison.value]
        .flat()
        .map((path) => {
          const full = `(${root} || '/' || ${bindings.bind(String(path).replace(/\/+$/, ""))}::text)`;
          return `EXISTS (SELECT FROM artifacts_file f WHERE f.workspace_id = ${workspaceSql} AND f.path = ${full}) OR EXISTS (${files(full)})`;
        })
        .join(" OR ");
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
