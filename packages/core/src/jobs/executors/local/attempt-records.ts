import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { AttemptName, EndedOutcome } from "../executor.ts";

/** What this executor keeps of an attempt beside the program itself, so that another worker goes on with it. */
export interface AttemptRecord {
  readonly workspaceId: number;
  readonly workspace: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly runId: string;
  /** Directory of checkpoints, below the working directory. */
  readonly checkpointPath: string | null;
  /** GPUs of this machine that are the attempt's. */
  readonly devices: readonly number[];
  /** Reports that preparing took: the first line of the program has the number after them. */
  readonly reportsBefore: number;
  readonly logOffset: number;
  readonly sampleOffset: number;
  /** Time of the last status that was taken over. */
  readonly statusAt: number;
  /** Set where it ended before there was a program. */
  readonly failure: { readonly outcome: EndedOutcome; readonly reason: string; readonly at: number } | null;
}

export interface AttemptRecords {
  readonly find: (name: AttemptName) => Promise<AttemptRecord | undefined>;
  readonly put: (name: AttemptName, record: AttemptRecord) => Promise<void>;
  readonly remove: (name: AttemptName) => Promise<void>;
  readonly list: () => Promise<AttemptName[]>;
}

const ending = ".json";
const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** One small file for each attempt; it is replaced whole, so that a reader never finds half of one. */
export function openAttemptRecords(directory: string): AttemptRecords {
  const fileOf = (name: AttemptName): string => path.join(directory, `${name}${ending}`);
  return {
    async find(name) {
      try {
        return JSON.parse(await readFile(fileOf(name), "utf8")) as AttemptRecord;
      } catch (error) {
        if (isMissing(error)) return;
        throw error;
      }
    },
    async put(name, record) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const fresh = `${fileOf(name)}.${process.pid}.new`;
      await writeFile(fresh, JSON.stringify(record), { mode: 0o600 });
      await rename(fresh, fileOf(name));
    },
    remove: (name) => rm(fileOf(name), { force: true }),
    async list() {
      try {
        return (await readdir(directory)).flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}
