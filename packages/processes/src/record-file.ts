import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

const preparedBytes = 4096;

/** Takes the room that a record will need, while there is some. */
export function prepareRecord(file: string): void {
  writeFileSync(`${file}.prepared`, " ".repeat(preparedBytes), { mode: 0o600, flush: true });
}

/** As claimRecord, in the room that was prepared: works on a disk that is full by now. */
export function claimPreparedRecord(file: string, record: object): boolean {
  const prepared = `${file}.prepared`;
  const descriptor = openSync(prepared, "r+");
  try {
    writeSync(descriptor, JSON.stringify(record).padEnd(preparedBytes));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return linkOnce(prepared, file);
}

/** Answers whether the file was not there before. */
function linkOnce(from: string, file: string): boolean {
  try {
    linkSync(from, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(from);
  }
}

function writeBeside(file: string, record: object): string {
  const beside = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(beside, "wx", 0o600);
  try {
    writeSync(descriptor, JSON.stringify(record));
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(beside);
    throw error;
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
  return linkOnce(writeBeside(file, record), file);
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
