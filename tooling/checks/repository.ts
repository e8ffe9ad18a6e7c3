import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The files under `root` that belong to the repository, with `/` between folders. */
export interface Repository {
  readonly root: string;
  readonly files: readonly string[];
  readonly read: (file: string) => string;
}

/** Tracked files and new ones that git does not ignore. */
export function openRepository(root: string): Repository {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const files = [...new Set(listed.split("\0"))].filter((file) => file !== "" && existsSync(path.join(root, file))).sort();
  return { root, files, read: (file) => readFileSync(path.join(root, file), "utf8") };
}

const binary = /\.(png|jpe?g|gif|ico|webp|woff2?|parquet|onnx|pkl|gz|zip|pdf)$/;
export const isText = (file: string): boolean => !binary.test(file);
export const isTest = (file: string): boolean => /(\.(test|spec)\.tsx?|\/open-test-[\w-]+\.ts)$/.test(file);
