import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const diffMaxBytes = 1_048_576;

/** What git knows of a directory of code; it travels with the archive, and becomes conditions of the run. */
export interface GitState {
  readonly commit: string;
  readonly branch: string | null;
  readonly url: string | null;
  readonly isDirty: boolean;
  /** Null where there is nothing, or more than 1 MiB. */
  readonly diff: string | null;
}

async function git(directory: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", ["-C", directory, ...args], { maxBuffer: 64 * diffMaxBytes });
    return stdout;
  } catch {
    return undefined;
  }
}

/** Undefined where the directory is no checkout with a commit. */
export async function gitStateOf(directory: string): Promise<GitState | undefined> {
  const commit = (await git(directory, "rev-parse", "HEAD"))?.trim();
  if (commit === undefined) return undefined;
  const branch = (await git(directory, "rev-parse", "--abbrev-ref", "HEAD"))?.trim();
  const url = (await git(directory, "remote", "get-url", "origin"))?.trim();
  const status = (await git(directory, "status", "--porcelain", "--", ".")) ?? "";
  const diff = (await git(directory, "diff", "HEAD", "--no-color", "--", ".")) ?? "";
  return {
    commit,
    branch: branch === undefined || branch === "HEAD" ? null : branch,
    url: url === undefined ? null : withoutCredentials(url),
    isDirty: status.trim() !== "",
    diff: diff === "" || Buffer.byteLength(diff) > diffMaxBytes ? null : diff,
  };
}

/** Paths of the files that belong to the code: tracked, or neither tracked nor ignored. Undefined outside a checkout. */
export async function filesOf(directory: string): Promise<string[] | undefined> {
  const listed = await git(directory, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ".");
  return listed?.split("\0").filter((name) => name !== "");
}

/** Addresses may hold a user's password. */
function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}
