import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LaunchRefused } from "../executor.ts";
import { cloneCommit } from "./clone-commit.ts";

const env = { PATH: "/usr/local/bin:/usr/bin:/bin" };
let root: string;
let url: string;
let commits: string[];

function git(directory: string, ...args: string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.test"];
  return execFileSync("git", ["-C", directory, ...identity, ...args], { env, encoding: "utf8" }).trim();
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "plumbline-clone-"));
  const repository = path.join(root, "repository");
  await mkdir(path.join(repository, "model"), { recursive: true });
  git(repository, "init", "--quiet", "--initial-branch", "main");
  const commit = (text: string) => {
    execFileSync("sh", ["-c", `echo "${text}" > model/train.py`], { cwd: repository });
    git(repository, "add", ".");
    git(repository, "commit", "--quiet", "--message", text);
    return git(repository, "rev-parse", "HEAD");
  };
  commits = [commit("first"), commit("second")];
  url = `file://${repository}`;
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function clone(given: Partial<Parameters<typeof cloneCommit>[0]>): Promise<string> {
  const into = await mkdtemp(path.join(root, "work-"));
  const signal = new AbortController().signal;
  const commit = commits[0] ?? "";
  await cloneCommit({ url, commit, directory: undefined, into, protocols: "file", env, signal, onLine: () => undefined, ...given });
  return into;
}

test("a commit is laid in as it was, with what git knows of it", async () => {
  const into = await clone({});
  expect(await readFile(path.join(into, "model/train.py"), "utf8")).toBe("first\n");
  expect(git(into, "rev-parse", "HEAD")).toBe(commits[0]);
  expect((await readdir(into)).sort()).toEqual([".git", "model"]);
});

test("a directory of the repository becomes the working directory", async () => {
  const into = await clone({ directory: "model", commit: commits[1] ?? "" });
  expect(await readdir(into)).toEqual(["train.py"]);
  expect(await readFile(path.join(into, "train.py"), "utf8")).toBe("second\n");
});

test("a commit and a directory that are not there are the job's own fault", async () => {
  await expect(clone({ commit: "0".repeat(40) })).rejects.toBeInstanceOf(LaunchRefused);
  await expect(clone({ directory: "none" })).rejects.toThrow('no directory "none"');
});

test("nothing but https is asked, whatever a repository would have", async () => {
  await expect(clone({ protocols: "https" })).rejects.toThrow(/not allowed|exit code 128/);
});
