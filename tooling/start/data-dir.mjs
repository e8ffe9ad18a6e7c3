import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, statfsSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StartError } from "./checkout.mjs";

const neededBytes = 64 * 2 ** 20;

const reasons = {
  EROFS: "is on a read-only file system",
  EACCES: "cannot be written by this user",
  EPERM: "cannot be written by this user",
  ENOSPC: "is on a full disk",
  EDQUOT: "is over the disk quota of this user",
  ENOTDIR: "is not a directory",
  EEXIST: "is not a directory",
};

function refusal(dir, error) {
  return new StartError(`the data directory ${dir} ${reasons[error.code] ?? `cannot be used: ${error.message}`}`);
}

function probe(file) {
  try {
    writeFileSync(file, randomBytes(4096));
  } finally {
    unlinkQuietly(file);
  }
}

function unlinkQuietly(file) {
  try {
    unlinkSync(file);
  } catch {
    // It was never there: what kept it from being written is what counts.
  }
}

/** Makes the directory, and finds out now whether it can hold what a start writes. */
export function openDataDir(dir) {
  try {
    if (mkdirSync(dir, { recursive: true, mode: 0o700 })) chmodSync(dir, 0o700);
    probe(path.join(dir, `.probe-${process.pid}`));
  } catch (error) {
    throw refusal(dir, error);
  }
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < neededBytes) {
    throw new StartError(
      `the data directory ${dir} is on a full disk: ${Math.floor((bavail * bsize) / 2 ** 20)} MiB are free, a start needs ${neededBytes / 2 ** 20}`,
    );
  }
}

/** Replaces a file that only its owner may read, whole or not at all. */
export function writePrivately(file, text) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, file);
}

/** The key of this installation that signs sessions, made at its first start. */
export const installationSecret = (dir) => keptOrMade(dir, "secret", () => randomBytes(48).toString("base64url"));

/** The key that encrypts what the database holds in secret, made at the first start that needs it. */
export const encryptionKey = (dir) => keptOrMade(dir, "secrets-key", () => randomBytes(32).toString("base64"));

function keptOrMade(dir, name, make) {
  const file = path.join(dir, name);
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (error.code !== "ENOENT") throw refusal(file, error);
  }
  const made = make();
  writePrivately(file, `${made}\n`);
  return made;
}
