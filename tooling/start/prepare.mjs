import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { binDir, pinnedNode, root, StartError } from "./checkout.mjs";
import { inTurn, ownSocket } from "./lock.mjs";
import { run, runLogged } from "./run.mjs";

const stamps = path.join(root, "node_modules", ".plumbline");
const portal = path.join(root, "apps", "web");
const notSource = /(^|[/.])(node_modules|\.next|\.turbo|test|next-env\.d\.ts|tsbuildinfo)([/.]|$)/;

function digest(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

function sourcesUnder(dir) {
  const entries = readdirSync(path.join(root, dir), { withFileTypes: true }).filter((entry) => !notSource.test(entry.name));
  return entries.flatMap((entry) => (entry.isDirectory() ? sourcesUnder(path.join(dir, entry.name)) : [path.join(dir, entry.name)]));
}

/** What the portal is built from: itself and the packages that its package.json names. */
function portalSources() {
  const { dependencies } = JSON.parse(readFileSync(path.join(portal, "package.json"), "utf8"));
  const packages = Object.keys(dependencies).filter((name) => name.startsWith("@plumbline/"));
  const dirs = ["apps/web", ...packages.map((name) => name.replace("@plumbline", "packages"))];
  return ["pnpm-lock.yaml", "tsconfig.base.json", ...dirs.sort().flatMap((dir) => sourcesUnder(dir).sort())];
}

/** Does the work unless it was done for the same inputs before. */
async function once({ name, inputs, product, work }) {
  const stamp = path.join(stamps, name);
  const wanted = digest(inputs);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  try {
    rmSync(stamp, { force: true });
    await work();
    mkdirSync(stamps, { recursive: true });
    writeFileSync(stamp, wanted);
  } catch (error) {
    if (error instanceof StartError || !error.code) throw error;
    throw new StartError(`the checkout ${root} cannot be written: ${error.message}`, { cause: error });
  }
}

async function install({ env, say, signal, stdout }) {
  say("installing packages");
  const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const args = ["--yes", packageManager, "install", "--frozen-lockfile", "--reporter=append-only", "--loglevel=warn"];
  await run("npx", args, { env, signal, stdout });
  if (!existsSync(pinnedNode)) {
    throw new StartError(
      `no Node 24 comes from the registry for ${process.platform} on ${process.arch}: put one at node_modules/.bin/node`,
    );
  }
}

async function build({ env, say, signal }) {
  say("building the portal");
  const next = path.join(portal, "node_modules", "next", "dist", "bin", "next");
  mkdirSync(stamps, { recursive: true });
  const options = { env: { ...env, NODE_ENV: "production" }, signal, log: path.join(stamps, "build.log") };
  await runLogged(pinnedNode, [next, "build", portal], options);
  await run(pinnedNode, [path.join(portal, "compress-static.mjs")], options);
}

/** Installs packages and builds the portal where that is due. Starts of one checkout take turns. */
export async function prepare({ env, say, signal, stdout, withPortal = true }) {
  const context = {
    env: { ...env, PATH: `${binDir}${path.delimiter}${env.PATH ?? ""}`, NEXT_TELEMETRY_DISABLED: "1" },
    say,
    signal,
    stdout,
  };
  // Not inside node_modules, which the installer may make anew.
  await inTurn(ownSocket(root), async () => {
    const packages = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"];
    await once({ name: "install", inputs: packages, product: pinnedNode, work: () => install(context) });
    if (!withPortal) return;
    await once({ name: "build", inputs: portalSources(), product: path.join(portal, ".next", "BUILD_ID"), work: () => build(context) });
  });
}
