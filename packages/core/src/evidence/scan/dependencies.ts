import { parseDocument } from "yaml";
import { isObject } from "./model/json-document.ts";
import type { ScannedDependency } from "./report.ts";
import { parseCondaRequirement, parseRequirement, type Requirement, requirementLines } from "./requirements.ts";
import { type FileScan, type Part, readDocument, report } from "./scan-context.ts";

type Reader = (text: string) => (Requirement | undefined)[];

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : []);

function readYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { logLevel: "silent" });
    // Aliases may multiply a small document into a large one; nothing here needs them.
    return document.errors.length > 0 ? undefined : (document.toJS({ maxAliasCount: 50 }) as unknown);
  } catch {
    return undefined;
  }
}

const unreadable: Requirement = { kind: "unread", text: "the document is not YAML" };

const readConda: Reader = (text) => {
  const document = readYaml(text);
  if (!isObject(document)) return [unreadable];
  const entries = Array.isArray(document.dependencies) ? (document.dependencies as unknown[]) : [];
  const channels = texts(document.channels).filter((channel) => /[:/]/.test(channel));
  return [
    ...channels.map((channel): Requirement => ({ kind: "source", text: `channel ${channel}` })),
    ...texts(entries).map(parseCondaRequirement),
    ...entries.flatMap((entry) => (isObject(entry) ? texts(entry.pip).map(parseRequirement) : [])),
  ];
};

const readPythonEnvironment: Reader = (text) => {
  const document = readYaml(text);
  if (!isObject(document)) return [unreadable];
  return [...texts(document.build_dependencies), ...texts(document.dependencies)].map(parseRequirement);
};

const listKeys = ["requirements", "pip_requirements", "extra_pip_requirements"];

/** Lists that a flavour of an MLmodel holds itself. */
const readModel: Reader = (text) => {
  const document = readYaml(text);
  if (!isObject(document)) return [unreadable];
  const flavors = isObject(document.flavors) ? Object.values(document.flavors) : [];
  const lists = [document, ...flavors].flatMap((holder) => (isObject(holder) ? listKeys.map((key) => holder[key]) : []));
  return lists.flatMap((list) => texts(list).map(parseRequirement));
};

const readers: readonly { readonly file: RegExp; readonly read: Reader }[] = [
  { file: /(^|\/)[\w.-]*requirements[\w.-]*\.txt$/i, read: (text) => requirementLines(text).map(parseRequirement) },
  { file: /(^|\/)(conda|environment)\.ya?ml$/i, read: readConda },
  { file: /(^|\/)python_env\.ya?ml$/i, read: readPythonEnvironment },
  { file: /(^|\/)MLmodel$/, read: readModel },
];

/** What a file asks to be installed, where it is one that asks. Leaves the part's stream where it was. */
export async function readDependencies(part: Part, scan: FileScan): Promise<ScannedDependency[]> {
  const reader = readers.find(({ file }) => file.test(scan.path));
  const bytes = reader === undefined ? undefined : await readDocument(part, scan, scan.limits.listBytes);
  if (reader === undefined || bytes === undefined) return [];
  const asked = reader.read(bytes.toString("utf8")).filter((requirement) => requirement !== undefined);
  if (asked.length > scan.limits.dependencies) {
    report(part, scan, ["limit-reached", `more than ${scan.limits.dependencies} dependencies`]);
  }
  return asked.slice(0, scan.limits.dependencies).flatMap((requirement) => takeRequirement(part, scan, requirement));
}

function takeRequirement(part: Part, scan: FileScan, requirement: Requirement): ScannedDependency[] {
  if (requirement.kind === "package") return [{ name: requirement.name, specifier: requirement.specifier, source: scan.path }];
  report(part, scan, [requirement.kind === "source" ? "dependency-source" : "dependency-unread", withoutSecret(requirement.text)]);
  return [];
}

/** Addresses may carry a password. */
const withoutSecret = (text: string): string => text.replace(/(\w+:\/\/)[^/@\s]+@/g, "$1***@");
