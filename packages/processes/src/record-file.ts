import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

function writeBeside(file: string, record: object): string {
  const beside = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(beside, "wx", 0o600);
  try {
    writeSync(descriptor, JSON.stringify(record));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return beside;
}

/** Replaces the record: whoever reads sees the old one or the new one, whole. */
export function writeRecord(file: string, record: object): void {
  renameSync(writeBeside(file, record), file);
}

/** Writes the record unless there is one; answers whether it did. Of several at once, one does. */
export function claimRecord(file: string, record: object): boolean {
  const beside = writeBeside(file, record);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(beside);
  }
}

export async function findRecord<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function findRecordNow<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
