import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { baseEnvironment, findBase } from "./base.ts";
import type { Engine } from "./engine.ts";
import { run } from "./run.ts";

const checkout = path.resolve(import.meta.dirname, "../..");
const base = "plumbline.test/base:1";
export const image = "plumbline.test/plumbline:1";

/** Builds the product's image from the checkout as it stands, on a base without a registry; returns how long each step took. */
export async function buildImage({ docker }: Engine): Promise<string> {
  const seconds: string[] = [];
  const timed = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const began = Date.now();
    const made = await work;
    seconds.push(`${what} ${Math.round((Date.now() - began) / 1000)} s`);
    return made;
  };
  const archive = await timed("base", findBase());
  await timed("import", docker(["import", "--change", `ENV ${baseEnvironment}`, archive, base]));
  const registry = (await run("npm", ["config", "get", "registry"])).trim();
  const given = [`BASE_IMAGE=${base}`, `npm_config_registry=${registry}`].flatMap((argument) => ["--build-arg", argument]);
  const context = await packContext();
  const flags = ["--network=host", ...given, "--tag", image, "--file", "deploy/docker/Dockerfile"];
  await timed("build", docker(["build", ...flags, "-"], context));
  return seconds.join(", ");
}

/** What the build may see: files that git knows or would take, without those that the image leaves out. */
async function packContext(): Promise<NodeJS.ReadableStream> {
  const ignored = readFileSync(path.join(checkout, "deploy/docker/Dockerfile.dockerignore"), "utf8").split("\n").filter(Boolean);
  const isIgnored = (file: string) => ignored.some((folder) => file.startsWith(`${folder}/`));
  const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], { cwd: checkout });
  const files = listed.split("\0").filter((file) => file !== "" && !isIgnored(file));
  const tar = spawn("tar", ["--null", "--files-from=-", "--create"], { cwd: checkout, stdio: ["pipe", "pipe", "inherit"] });
  tar.stdin.end(files.join("\0"));
  return tar.stdout;
}
