import path from "node:path";
import type { ProcessRunner } from "@plumbline/processes";
import type { Deps } from "../../../kernel/index.ts";
import type { AttemptName } from "../executor.ts";
import type { AttemptRecords } from "./attempt-records.ts";
import { type CheckpointFiles, isSame, readCheckpointFiles } from "./checkpoint-files.ts";
import { keepCheckpoint } from "./keep-checkpoint.ts";

interface Watching {
  readonly deps: Deps;
  readonly runner: ProcessRunner;
  readonly records: AttemptRecords;
}

/** Keeps checkpoints of programs of this machine, while they run and when they have ended. */
export interface CheckpointWatch {
  /** Of a program that runs. Returns at once. */
  readonly look: (name: AttemptName) => void;
  /** Of one that has ended: resolves when what it left is kept. */
  readonly finish: (name: AttemptName) => Promise<void>;
}

// The launcher on a cluster does the same, with the same times.
const lookMs = 1000;
/** Nobody is in the middle of writing what was quiet for so long. */
const quietMs = 3000;
/** Between the end of one keeping and the next one. */
const pauseMs = 30_000;

interface Looked {
  readonly work: Promise<void>;
  readonly at: number;
  readonly seen: CheckpointFiles;
  readonly quietSince: number;
  readonly kept: CheckpointFiles | undefined;
  readonly dueAt: number;
}

export function watchCheckpoints({ deps, runner, records }: Watching): CheckpointWatch {
  const looked = new Map<AttemptName, Looked>();
  const busy = new Set<AttemptName>();

  const change = (name: AttemptName, changed: Partial<Looked>): Looked => {
    const after = { ...fresh, ...looked.get(name), ...changed };
    looked.set(name, after);
    return after;
  };

  async function consider(name: AttemptName, before: Looked | undefined): Promise<void> {
    const found = await find(name);
    if (!found) return;
    const [files, now] = [await readCheckpointFiles(found.folder), performance.now()];
    const isQuiet = before !== undefined && isSame(before.seen, files);
    const after = change(name, { seen: files, quietSince: isQuiet ? before.quietSince : now });
    if (!isDue(after, now)) return;
    const isKept = await keepCheckpoint(deps, { ...found, files, step: await stepOf(name) });
    // Written to meanwhile, it is kept once it is quiet again.
    if (isKept) change(name, { kept: files, dueAt: performance.now() + pauseMs });
  }

  async function find(name: AttemptName) {
    const record = await records.find(name);
    return record?.checkpointPath ? { record, folder: path.join(runner.workDirectory(name), record.checkpointPath) } : undefined;
  }

  const stepOf = async (name: AttemptName): Promise<number | null> => (await runner.readStatus(name))?.checkpoint?.step ?? null;

  return {
    look(name) {
      const before = looked.get(name);
      if (busy.has(name) || (before && performance.now() - before.at < lookMs)) return;
      busy.add(name);
      const work = consider(name, before)
        .catch((error: unknown) => deps.logger.warn({ err: error, attempt: name }, "a checkpoint could not be kept; trying again"))
        .finally(() => busy.delete(name));
      change(name, { work, at: performance.now() });
    },
    async finish(name) {
      await looked.get(name)?.work;
      looked.delete(name);
      const found = await find(name);
      if (!found) return;
      const files = await readCheckpointFiles(found.folder);
      await keepCheckpoint(deps, { ...found, files, step: await stepOf(name) });
    },
  };
}

const fresh: Looked = { work: Promise.resolve(), at: 0, seen: new Map(), quietSince: 0, kept: undefined, dueAt: 0 };

/** Whether there is something new that nobody writes to, and the pause is over. */
const isDue = ({ seen, kept, dueAt, quietSince }: Looked, now: number): boolean =>
  seen.size > 0 && !(kept && isSame(kept, seen)) && now >= dueAt && now - quietSince >= quietMs;
