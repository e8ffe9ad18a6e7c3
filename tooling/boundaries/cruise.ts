import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { mayImport, rules } from "./rules.ts";

export interface Boundaries {
  /** Files of the tree that were read and whose imports were found. */
  readonly seen: ReadonlySet<string>;
  readonly problems: readonly string[];
}

const roots = ["apps", "packages", "deploy", "tooling", "prisma", "e2e", "bench", "prisma.config.ts", "vitest.config.ts"];
const built = "(^|/)(\\.next|\\.data|\\.turbo|\\.venv)/";

/** Imports of the tree at `root` that the dependency direction does not allow. */
export async function checkBoundaries(root: string): Promise<Boundaries> {
  const present = roots.filter((name) => existsSync(path.join(root, name)));
  const { output } = await cruise(present, {
    baseDir: root,
    // TypeScript 7 has no parser API: the default parser would see no modules and pass.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: built },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".css", ".json"],
    },
    validate: true,
    ruleSet: { forbidden: [...rules] },
  });
  if (typeof output === "string") throw new Error("dependency-cruiser answered text where data was asked for");
  return {
    seen: parsedModules(output),
    problems: [...unknownWorkspaces(root), ...output.summary.violations.map(describeViolation)],
  };
}

const parsedModules = ({ modules }: ICruiseResult): Set<string> =>
  new Set(
    modules.filter(({ source, dependencies }) => !source.includes("node_modules") && dependencies.length > 0).map(({ source }) => source),
  );

/** Source files that import something and that the cruise never read: it cannot have judged them. */
export const unseen = (sources: readonly { readonly file: string; readonly text: string }[], { seen }: Boundaries): string[] =>
  sources
    .filter(({ file, text }) => /^(import|export) [^;]*from "/m.test(text) && !seen.has(file))
    .map(({ file }) => `${file}: was not read by the boundary check`);

function describeViolation({ from, to, rule, cycle, comment }: ICruiseResult["summary"]["violations"][number]): string {
  const target = cycle ? cycle.map(({ name }) => name).join(" -> ") : to;
  return `${from}: ${rule.name}: imports ${target}${comment ? ` (${comment})` : ""}`;
}

function unknownWorkspaces(root: string): string[] {
  return ["packages", "apps"]
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((workspace) => existsSync(path.join(root, workspace, "package.json")) && !mayImport[workspace])
    .map((workspace) => `${workspace}: has no line in tooling/boundaries/rules.ts`);
}
