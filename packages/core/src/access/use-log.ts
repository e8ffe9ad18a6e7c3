import type { Deps } from "../kernel/index.ts";
import { type Use, writeUses } from "./store/uses.ts";

const flushAfterMs = 1000;
const maxRemembered = 50_000;

/**
 * When credentials were last used: noted in memory, written in batches, each at most once in `everyMs`. A process
 * that dies loses the last second of it.
 */
export function createUseLog(deps: Deps) {
  const lastNoted = new Map<string, number>();
  const pending = new Map<string, Use>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (uses: readonly Use[]): Promise<void> => {
    try {
      await deps.db.transaction({ role: "system" }, (tx) => writeUses(tx, uses));
    } catch (error) {
      for (const { id } of uses) lastNoted.delete(id);
      deps.logger.warn({ err: error, count: uses.length }, "the last use of some credentials was not recorded");
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const uses = [...pending.values()];
    pending.clear();
    if (uses.length > 0) writing = writing.then(() => write(uses));
    return writing;
  };

  return {
    note(use: Use, everyMs: number): void {
      const last = lastNoted.get(use.id);
      if (last !== undefined && Math.abs(use.at.getTime() - last) < everyMs) return;
      if (lastNoted.size >= maxRemembered) lastNoted.clear();
      lastNoted.set(use.id, use.at.getTime());
      pending.set(use.id, use);
      timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },
    /** Writes what is waiting; resolves when it is stored, or given up. */
    flush,
  };
}
export type UseLog = ReturnType<typeof createUseLog>;
