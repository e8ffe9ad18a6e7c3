import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { LaunchRefused } from "../executor.ts";
import { isBelow } from "./place-below.ts";
import { runTool } from "./run-tool.ts";

interface Clone {
  readonly url: string;
  readonly commit: string;
  /** Of the repository, whose contents become the working directory's. */
  readonly directory: string | undefined;
  readonly into: string;
  /** By which the repository may be reached, as git names them. */
  readonly protocols: "https" | "file";
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

const timeoutMs = 600_000;

/** Fetches one commit of a repository asking nobody for a password, and lays it into a directory. */
export async function cloneCommit(clone: Clone): Promise<void> {
  const { url, commit, into, signal, onLine } = clone;
  const repository = path.join(into, ".plumbline-clone");
  await rm(repository, { recursive: true, force: true });
  await mkdir(repository, { recursive: true, mode: 0o700 });
  const env = {
    ...clone.env,
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ALLOW_PROTOCOL: clone.protocols,
    GIT_LFS_SKIP_SMUDGE: "1",
  };
  const git = (...rest: string[]) =>
    runTool({ command: ["git", "-c", "core.hooksPath=/dev/null", ...rest], directory: repository, env, timeoutMs, signal, onLine });
  await git("init", "--quiet");
  await git("remote", "add", "origin", url);
  // Not every server gives out single commits.
  const isFetched = await git("fetch", "--quiet", "--depth", "1", "origin", commit).then(
    () => true,
    () => signal.throwIfAborted(),
  );
  if (!isFetched) await git("fetch", "--quiet", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*");
  await git("checkout", "--quiet", "--detach", commit);
  await moveContents(repository, clone);
}

async function moveContents(repository: string, { directory, into }: Clone): Promise<void> {
  const from = path.join(repository, directory ?? "");
  if (from !== repository && !isBelow(repository, from)) throw new LaunchRefused(`"${directory}" does not lie in the repository.`);
  const names = await readdir(from).catch(() => undefined);
  if (!names) throw new LaunchRefused(`The repository has no directory "${directory}" at this commit.`);
  for (const name of names) await rename(path.join(from, name), path.join(into, name));
  await rm(repository, { recursive: true, force: true });
}
