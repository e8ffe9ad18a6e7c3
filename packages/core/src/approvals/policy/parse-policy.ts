import { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import { checkDocument, type KnownNames, nameUses, unknownName } from "./check-document.ts";
import { checkRequirements } from "./check-requirements.ts";
import { nearName } from "./near-name.ts";
import { joinPath, type PolicyProblem } from "./problem.ts";
import { problemsMax, type SchemaProblem, schemaProblems, valueAt } from "./schema-words.ts";
import { problemAt, readYaml, type YamlSource } from "./yaml-source.ts";

/** A policy's text as a document, and the line of each of its keys and entries by path, such as `require.0.metrics.auc`. */
export interface ParsedPolicy {
  readonly document: PolicyDocument;
  readonly lines: ReadonlyMap<string, number>;
}
export interface RefusedPolicy {
  readonly problems: readonly PolicyProblem[];
}

/** Reads the text of a policy, or says what is wrong with it and where. */
export function parsePolicy(source: string): ParsedPolicy | RefusedPolicy {
  const yaml = readYaml(source);
  if ("problems" in yaml) return yaml;
  const parsed = PolicyDocument.safeParse(yaml.value);
  const entries = valueAt(yaml.value, ["require"]);
  const ofRequirements = Array.isArray(entries) ? checkRequirements(entries) : [];
  if (parsed.success && ofRequirements.length === 0) {
    const found = checkDocument(parsed.data);
    return found.length > 0 ? refuse(yaml, found) : { document: parsed.data, lines: yaml.lines };
  }
  const ofSchema = parsed.success ? [] : schemaProblems(parsed.error.issues, yaml.value);
  const outside = ofRequirements.length > 0 ? ofSchema.filter(({ path }) => path[0] !== "require" || path.length === 1) : ofSchema;
  return refuse(yaml, [...outside, ...ofRequirements]);
}

function refuse(yaml: YamlSource, found: readonly SchemaProblem[]): RefusedPolicy {
  const problems = found
    .slice(0, 2 * problemsMax)
    .map(({ path, isKey, message }) => problemAt(isKey ? yaml.placeOfKey(path) : yaml.placeOf(path), message, path));
  return { problems: problems.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, problemsMax) };
}

/** Names of a parsed policy that the workspace does not know. */
export function checkReferences({ document, lines }: ParsedPolicy, known: KnownNames, source?: string): PolicyProblem[] {
  const yaml = source === undefined ? undefined : readYaml(source);
  return nameUses(document).flatMap((use) => {
    if (known[use.noun].includes(use.name)) return [];
    const message = unknownName(use, known[use.noun], nearName(use.name, known[use.noun]));
    if (yaml && "placeOf" in yaml) return [problemAt(yaml.placeOf(use.path), message, use.path)];
    const line = lines.get(joinPath(use.path)) ?? 1;
    return [problemAt({ line, column: 1, endColumn: null }, message, use.path)];
  });
}
