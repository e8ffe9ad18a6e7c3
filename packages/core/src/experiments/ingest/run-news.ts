import type { ChangeRecord } from "../../kernel/index.ts";

/** A run that was written to. */
export interface WrittenRun {
  readonly runId: string;
  readonly experimentId: string;
}

const quietMs = 400;

/**
 * Change rows for logged points: a run's first at once, in the transaction of its points, then at most one in 400 ms,
 * however fast it logs. What was held back is written by `writeLater`, so the last point is always announced.
 */
export function createRunNews(writeLater: (workspaceId: number, changes: readonly ChangeRecord[]) => Promise<void>) {
  const announced = new Map<string, number>();
  const held = new Map<number, Map<string, ChangeRecord>>();
  let isFlushDue = false;

  const flush = async (): Promise<void> => {
    isFlushDue = false;
    const due = [...held];
    held.clear();
    const now = performance.now();
    for (const [key, at] of announced) if (now - at >= quietMs) announced.delete(key);
    for (const [workspaceId, changes] of due) {
      for (const subject of changes.keys()) announced.set(`${workspaceId} ${subject}`, now);
      await writeLater(workspaceId, [...changes.values()]);
    }
  };

  return (workspaceId: number, runs: Iterable<WrittenRun>): ChangeRecord[] => {
    const now = performance.now();
    const atOnce: ChangeRecord[] = [];
    for (const { runId, experimentId } of runs) {
      const change = { topic: "run", subject: runId, kind: "log", data: { experimentId } };
      const key = `${workspaceId} ${runId}`;
      if (now - (announced.get(key) ?? Number.NEGATIVE_INFINITY) >= quietMs) {
        announced.set(key, now);
        atOnce.push(change);
        continue;
      }
      const ofWorkspace = held.get(workspaceId) ?? new Map<string, ChangeRecord>();
      held.set(workspaceId, ofWorkspace.set(runId, change));
      if (!isFlushDue) setTimeout(() => void flush(), quietMs);
      isFlushDue = true;
    }
    return atOnce;
  };
}
