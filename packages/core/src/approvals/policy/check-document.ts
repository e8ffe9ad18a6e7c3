import type { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import { Stage } from "@plumbline/contracts/approvals/stage";
import { stageMove } from "../rules/stage-moves.ts";
import { listWords } from "./near-name.ts";
import type { Path, SchemaProblem } from "./schema-words.ts";

const problem = (path: Path, message: string): SchemaProblem => ({ path, isKey: false, message });
export const asList = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** The stages that a transition of a policy leads from and to. */
export function readTransition(text: string): { readonly from: readonly Stage[]; readonly to: Stage } {
  const [from = "", to = ""] = text.split("->").map((part) => part.trim());
  const target = Stage.parse(to);
  return { from: from === "*" ? Stage.options.filter((stage) => stage !== target) : [Stage.parse(from)], to: target };
}

/** What the schema cannot say: parts of a policy that contradict each other or could never act. */
export function checkDocument(document: PolicyDocument): SchemaProblem[] {
  return [
    ...checkTransitions(document),
    ...checkChanges(document),
    ...checkVeto(document),
    ...checkBreakGlass(document),
    ...checkApprovals(document),
  ];
}

/** Nobody could ever meet it, and of changes of policies that would shut the way out. */
function checkChanges({ match, require, evaluations }: PolicyDocument): SchemaProblem[] {
  if (match.change === undefined) return [];
  return [
    ...(require.length === 0
      ? []
      : [problem(["require"], "Evidence is about versions; a policy for changes has no 'require'. Ask for approvals instead.")]),
    ...(evaluations === undefined ? [] : [problem(["evaluations"], "Versions are evaluated; a policy for changes has no 'evaluations'.")]),
  ];
}

function checkTransitions({ match }: PolicyDocument): SchemaProblem[] {
  const isList = Array.isArray(match.transition);
  return asList(match.transition).flatMap((text, index) => {
    const { from, to } = readTransition(text);
    if (from.some((stage) => stageMove(stage, to).kind === "governed")) return [];
    const [only] = from;
    const why = only ? stageMove(only, to).words : "";
    return [problem(isList ? ["match", "transition", index] : ["match", "transition"], `No policy governs '${text}'. ${why}`)];
  });
}

function checkVeto({ veto, approvals }: PolicyDocument): SchemaProblem[] {
  if (veto.length === 0 || approvals.length > 0) return [];
  return [problem(["veto"], "A veto needs approvals beside it: without them the policy decides before anybody can reject.")];
}

function checkBreakGlass({ break_glass: glass, match }: PolicyDocument): SchemaProblem[] {
  if (!glass) return [];
  if (match.change !== undefined) return [problem(["break_glass"], "Break-glass lets versions through; a policy for changes has none.")];
  if ((glass.groups ?? []).length + (glass.roles ?? []).length > 0) return [];
  return [problem(["break_glass"], "'break_glass' must name the groups or roles that may invoke it.")];
}

function checkApprovals({ approvals }: PolicyDocument): SchemaProblem[] {
  const names = approvals.map(({ group, role }) => (group === undefined ? `role ${role}` : `group ${group}`));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [problem(["approvals", index], `The ${name} approves already, in entry ${first + 1}; raise its 'min' instead.`)];
  });
}

/** What a policy may name, as the workspace knows it. */
export interface KnownNames {
  readonly groups: readonly string[];
  readonly environments: readonly string[];
  readonly roles: readonly string[];
}

export interface NameUse {
  readonly path: Path;
  readonly name: string;
  readonly noun: keyof KnownNames;
}

/** Every group, environment and role that a policy names, with its place. */
export function nameUses({ match, approvals, veto, break_glass: glass }: PolicyDocument): NameUse[] {
  const isList = Array.isArray(match.environment);
  const entry = (noun: keyof KnownNames, path: Path) => (name: string, index: number) => ({ noun, name, path: [...path, index] });
  return [
    ...asList(match.environment).map((name, index) => {
      const path = isList ? ["match", "environment", index] : ["match", "environment"];
      return { noun: "environments" as const, name, path };
    }),
    ...approvals.flatMap(({ group, role }, index): NameUse[] =>
      group === undefined
        ? [{ noun: "roles", name: String(role), path: ["approvals", index, "role"] }]
        : [{ noun: "groups", name: group, path: ["approvals", index, "group"] }],
    ),
    ...veto.map(entry("groups", ["veto"])),
    ...(glass?.groups ?? []).map(entry("groups", ["break_glass", "groups"])),
    ...(glass?.roles ?? []).map(entry("roles", ["break_glass", "roles"])),
  ];
}

const nouns: Readonly<Record<keyof KnownNames, string>> = { groups: "group", environments: "environment", roles: "role" };
export const unknownName = ({ noun, name }: NameUse, known: readonly string[], near: string | undefined): string => {
  const meant = near === undefined ? "" : ` Did you mean '${near}'?`;
  const shown = known.slice(0, 12);
  const there =
    known.length === 0 ? "There is none yet." : `There are: ${listWords(shown, "and")}${known.length > shown.length ? " and others" : ""}.`;
  return `There is no ${nouns[noun]} '${name}'.${meant} ${there}`;
};
