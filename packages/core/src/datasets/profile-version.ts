import { ColumnProfile, DatasetPreview, previewMaxRows } from "@plumbline/contracts/datasets/profile";
import { LakeError, previewRows, profileTable, withTable } from "@plumbline/lake";
import { AppError, recordChanges, type TaskContext, translate } from "../kernel/index.ts";
import { fitPreview } from "./fit-preview.ts";
import { openRow, withLocalFile } from "./open-version.ts";
import { finishProfile, writeProgress } from "./store/profiles.ts";
import { findVersionByKey, type VersionRow } from "./store/versions.ts";

interface Payload {
  readonly datasetKey: number;
  readonly version: number;
}

/** Copying counts for so much of the work. */
const copyShare = 0.4;
const tellEveryMs = 2_000;

/** Of each profile; a worker makes several at once. */
const memoryLimitBytes = 268_435_456;
const readLimitMs = 25 * 60_000;

export async function profile(context: TaskContext, payload: Payload): Promise<void> {
  const { deps, signal } = context;
  const workspaceId = context.workspaceId ?? 0;
  const scope = { role: "app", workspaceId, actorId: "system" } as const;
  const key = { key: payload.datasetKey, version: payload.version };
  const row = await deps.db.transaction(scope, (tx) => findVersionByKey(tx, workspaceId, key));
  if (!row || row.state === "ready") return;
  const reporter = reporterOf(context, row);
  try {
    if (!(await reporter.tell("running", { progress: 0, message: "Fetching the file" }))) return;
    const found = await withLocalFile(openRow(deps, workspaceId, row), { signal, onProgress: reporter.copied }, async (file) => {
      await reporter.tell("running", { progress: copyShare, message: "Reading columns and values" });
      const limits = { timeLimitMs: readLimitMs, memoryLimitBytes, threads: 1 };
      return withTable({ path: file.path, format: file.format, signal, ...limits }, async (table) => ({
        profile: await profileTable(table),
        preview: await previewRows(table, { limit: previewMaxRows }),
      }));
    });
    await deps.db.transaction(scope, async (tx) => {
      const columns = ColumnProfile.array().parse(found.profile.columns);
      // A CSV file's cells are shown as they stand, in columns of the types that were found.
      const shown = { ...found.preview, columns: found.profile.columns.map(({ name, type }) => ({ name, type })) };
      const preview = fitPreview(DatasetPreview.parse(shown));
      await finishProfile(tx, workspaceId, { ...key, rowCount: found.profile.rowCount, columns, preview, now: deps.now() });
      recordChanges(tx, workspaceId, [changeOf(row)]);
    });
    deps.onChange();
  } catch (error) {
    const failure = wordsOf(error, signal);
    await reporter.tell("failed", { progress: 0, message: failure.message });
    if (failure.mayPass) throw error;
  }
}

const changeOf = ({ dataset, version }: VersionRow) => ({ topic: "dataset", subject: dataset, kind: "profile", data: { version } });

interface Standing {
  readonly progress: number;
  readonly message: string;
}

/** Writes where the work stands, and tells the pages: one word after the other, so that the last one stays. */
function reporterOf({ deps, workspaceId: of }: TaskContext, row: VersionRow) {
  const workspaceId = of ?? 0;
  const key = { key: row.dataset_key, version: row.version };
  let toldAt = 0;
  let last: Promise<unknown> = Promise.resolve();
  const write = async (state: "running" | "failed", standing: Standing): Promise<boolean> => {
    const isThere = await deps.db.transaction({ role: "app", workspaceId, actorId: "system" }, async (tx) => {
      const isWritten = await writeProgress(tx, workspaceId, { ...key, state, ...standing, now: deps.now() });
      if (isWritten) recordChanges(tx, workspaceId, [changeOf(row)]);
      return isWritten;
    });
    deps.onChange();
    return isThere;
  };
  const tell = (state: "running" | "failed", standing: Standing): Promise<boolean> => {
    const told = last.then(() => write(state, standing));
    last = told.catch(() => undefined);
    return told;
  };
  const copied = (share: number): void => {
    if (Date.now() - toldAt < tellEveryMs) return;
    toldAt = Date.now();
    void tell("running", { progress: copyShare * share, message: "Fetching the file" }).catch(() => undefined);
  };
  return { tell, copied };
}

const passing = new Set(["unavailable", "timed-out", "aborted"]);

/** Why a file could not be read, and whether another try may do better: the file itself stays as it is. */
function wordsOf(error: unknown, signal: AbortSignal): { message: string; mayPass: boolean } {
  if (signal.aborted)
    return { message: "Reading the file took longer than 30 minutes. Upload fewer rows or columns as a version.", mayPass: false };
  if (error instanceof LakeError) return { message: error.message, mayPass: passing.has(error.code) };
  const known = translate(error);
  if (known instanceof AppError) return { message: known.message, mayPass: known.code === "unavailable" };
  return { message: "Reading the file failed for a reason that is in the platform's log.", mayPass: true };
}
