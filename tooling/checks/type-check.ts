import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Repository } from "./repository.ts";
import { runTool } from "./run-tool.ts";

const width = 2;

/** Type-checks every project of the repository, two at a time. */
export async function checkTypes({ root, files }: Pick<Repository, "root" | "files">): Promise<string[]> {
  mkdirSync(path.join(root, cache), { recursive: true });
  // The portal first: it takes the longest.
  const projects = files
    .filter((file) => path.posix.basename(file) === "tsconfig.json")
    .sort((a, b) => Number(b.includes("/web/")) - Number(a.includes("/web/")));
  const problems: string[] = [];
  const lane = async (): Promise<void> => {
    for (let project = projects.shift(); project; project = projects.shift()) problems.push(...(await checkProject(root, project)));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return problems.sort();
}

const cache = "node_modules/.cache/types";

async function checkProject(root: string, project: string): Promise<string[]> {
  if (project === "apps/web/tsconfig.json") {
    const failure = await runTool("next", ["typegen"], { cwd: path.join(root, "apps/web") });
    if (failure.length > 0) return failure;
  }
  const remembered = path.join(cache, `${project.replaceAll("/", "-")}.tsbuildinfo`);
  return runTool("tsc", ["-p", project, "--pretty", "false", "--incremental", "--tsBuildInfoFile", remembered], { cwd: root });
}
