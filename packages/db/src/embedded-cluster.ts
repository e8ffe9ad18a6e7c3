import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type Binaries, chooseServerUser, type ServerUser, serverEnvironment } from "./embedded-binaries.ts";
import { EmbeddedPostgresError } from "./embedded-error.ts";

/** Where one private server keeps what. */
export interface Place {
  dir: string;
  cluster: string;
  log: string;
  passwordFile: string;
  user: ServerUser | undefined;
}

const run = promisify(execFile);

/** Makes the directory, and hands it to the server's user. */
export function openPlace(dir: string): Place {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const cluster = path.join(dir, "cluster");
  const user = chooseServerUser(cluster);
  if (user) chownSync(dir, user.uid, user.gid);
  chmodSync(dir, 0o700);
  return { dir, cluster, log: path.join(dir, "postgres.log"), passwordFile: path.join(dir, "superuser.password"), user };
}

/** Makes the cluster at the first start; one that was cut short is begun anew. */
export async function createCluster(place: Place, binaries: Binaries): Promise<void> {
  if (existsSync(path.join(place.cluster, "PG_VERSION"))) return;
  const unfinished = path.join(place.dir, "cluster.new");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(place.passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  for (const file of place.user ? [unfinished, place.passwordFile] : []) chownSync(file, place.user?.uid ?? 0, place.user?.gid ?? 0);
  const at = reachable(unfinished, place.user);
  // Not path.join: it would take the link for a plain folder.
  const passwordFile = `${at}/../${path.basename(place.passwordFile)}`;
  const args = [
    "-D",
    at,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--data-checksums",
  ];
  await run(binaries.initdb, args, { ...place.user, cwd: unfinished, env: serverEnvironment });
  renameSync(unfinished, place.cluster);
}

/**
 * A path by which the server's user gets to a directory whose parents may be closed to it (a checkout in root's home).
 * The working directory is entered before the user changes, and this link leads into it without walking the parents.
 */
export function reachable(dir: string, user: ServerUser | undefined): string {
  return user && process.platform === "linux" ? "/proc/self/cwd" : dir;
}

/** Refuses a cluster of another major version, which the programs would refuse less clearly. */
export function checkVersion(place: Place, binaries: Binaries): void {
  const version = Number.parseInt(readFileSync(path.join(place.cluster, "PG_VERSION"), "utf8"), 10);
  if (version === binaries.majorVersion) return;
  const relation = version > binaries.majorVersion ? "newer" : "older";
  throw new EmbeddedPostgresError(
    `the database in ${place.cluster} is of PostgreSQL ${version}, ${relation} than the ${binaries.majorVersion} that comes with this version of the product`,
  );
}
