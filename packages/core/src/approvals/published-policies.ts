import { registerGroupGuard } from "../access/index.ts";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import type { PublishedPolicy } from "./policy/requirement.ts";
import { selectMandatoryInForce } from "./store/organisation-policies.ts";
import { selectDecidingGroups, selectPoliciesInForce } from "./store/policies.ts";

const parsedMax = 500;
/** Lines by the digest of the text: a published text never changes. */
const parsed = new Map<string, ReadonlyMap<string, number>>();

/** Where in its text each part of a published policy stands. */
export function linesOf(policy: { readonly digest: Buffer; readonly source: string }): ReadonlyMap<string, number> {
  const key = policy.digest.toString("hex");
  const known = parsed.get(key);
  if (known) return known;
  const result = parsePolicy(policy.source);
  const lines = "lines" in result ? result.lines : new Map<string, number>();
  if (parsed.size >= parsedMax) parsed.clear();
  parsed.set(key, lines);
  return lines;
}

/** All that is in force for the workspace of the request: its own policies and what the organisation demands of all. */
export async function policiesInForce(ctx: Ctx): Promise<PublishedPolicy[]> {
  const own = await selectPoliciesInForce(ctx.tx, workspaceOf(ctx).id);
  const mandatory = await selectMandatoryInForce(ctx.tx);
  return [
    ...own.map((row): PublishedPolicy => ({ scope: "workspace", version: row.version, document: row.document, lines: linesOf(row) })),
    ...mandatory.flatMap((row): PublishedPolicy[] => {
      const { document, digest, version } = row;
      if (!document || !digest || version === null) return [];
      return [{ scope: "organisation", version, document, lines: linesOf({ digest, source: row.source }) }];
    }),
  ];
}

/** Aliases that name versions in production only: `champion` and what policies in force add, in whatever case somebody writes them. */
export async function protectedAliases(ctx: Ctx): Promise<{ readonly has: (alias: string) => boolean }> {
  const policies = await policiesInForce(ctx);
  const names = new Set(["champion", ...policies.flatMap(({ document }) => document.protected_aliases)].map((name) => name.toLowerCase()));
  return { has: (alias) => names.has(alias.toLowerCase()) };
}

/** Tags that a policy matches on: changing one may change which policy governs, so it is a governed change itself. */
export async function governedTagKeys(ctx: Ctx): Promise<ReadonlySet<string>> {
  const policies = await policiesInForce(ctx);
  return new Set(policies.flatMap(({ document }) => Object.keys(document.match.tags ?? {})));
}

// Who is in a committee decides what its votes are worth.
registerGroupGuard(selectDecidingGroups);
