import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { run } from "./run.ts";

const checkout = path.resolve(import.meta.dirname, "../..");
const certificates = "etc/ssl/certs/ca-certificates.crt";
const unneeded = ["var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "usr/share/locale"];

/** Environment of what is built on it: the machine's certificates stand before whatever a program brings. */
export const baseEnvironment = `NODE_EXTRA_CA_CERTS=/${certificates}`;

/**
 * An archive of a root file system to build the image on, where no registry of images is reached: Debian as debootstrap
 * makes it, with this checkout's Node, the machine's npm and a user called node. Made once for each Node and recipe.
 */
export async function findBase(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  const recipe = createHash("sha256")
    .update(readFileSync(import.meta.filename))
    .update(process.version)
    .digest("hex")
    .slice(0, 12);
  const archive = path.join(cache, "plumbline", "image-base", `${recipe}.tar`);
  if (existsSync(archive)) return archive;
  const root = mkdtempSync(path.join(tmpdir(), "plumbline-base-"));
  try {
    await run("debootstrap", ["--variant=minbase", "--include=ca-certificates", "bookworm", root, ...(await findMirror())]);
    addCertificates(root);
    await addNode(root);
    for (const folder of unneeded) rmSync(path.join(root, folder), { recursive: true, force: true });
    mkdirSync(path.dirname(archive), { recursive: true });
    await run("tar", ["-C", root, "-cf", `${archive}.${process.pid}`, "."]);
    renameSync(`${archive}.${process.pid}`, archive);
    return archive;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Where this machine gets its packages from; none: debootstrap's own. */
async function findMirror(): Promise<string[]> {
  const policy = await run("apt-cache", ["policy", "base-files"]).catch(() => "");
  const mirror = /^\s*\d+ (https?:\/\/\S+) bookworm\/main /m.exec(policy)?.[1];
  return mirror ? [mirror] : [];
}

/** What this machine trusts, its own authorities among it. */
function addCertificates(root: string): void {
  const files = [process.env.SSL_CERT_FILE, process.env.NODE_EXTRA_CA_CERTS].filter((file) => file && existsSync(file));
  for (const file of new Set(files)) appendFileSync(path.join(root, certificates), readFileSync(String(file)));
}

async function addNode(root: string): Promise<void> {
  const local = path.join(root, "usr/local");
  copyFileSync(realpathSync(path.join(checkout, "node_modules/.bin/node")), path.join(local, "bin/node"));
  const npm = realpathSync((await run("sh", ["-c", "command -v npm"])).trim());
  // …/npm/bin/npm-cli.js
  cpSync(path.dirname(path.dirname(npm)), path.join(local, "lib/node_modules/npm"), { recursive: true, verbatimSymlinks: true });
  for (const name of ["npm", "npx"]) symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(local, "bin", name));
  await run("chroot", [root, "useradd", "--create-home", "--uid", "1000", "--user-group", "node"]);
}
