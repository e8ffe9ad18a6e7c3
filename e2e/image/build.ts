import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { baseEnvironment, findBase } from "./base.ts";
import type { Engine } from "./engine.ts";
import { run } from "./run.ts";

const checkout = path.resolve(import.meta.dirname, "../..");
const base = "plumbline.test/base:1";
export const image = "plumbline.test/plumbline:1";

/** Builds the product's image from the checkout as it stands, on a base without a registry. */
export async function buildImage({ docker }: Engine): Promise<void> {
  await docker(["import", "--change", `ENV ${baseEnvironment}`, await findBase(), base]);
  const registry = (await run("npm", ["config", "get", "registry"])).trim();
  const given = [`BASE_IMAGE=${base}`, `npm_config_registry=${registry}`].flatMap((argument) => ["--build-arg", argument]);
  const context = await packContext();
  await docker(["build", "--network=host", ...given, "--tag", image, "--file", "deploy/docker/Dockerfile", "-"], context);
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
