import { recordChanges, type TaskContext } from "../kernel/index.ts";
import { productionChange } from "./production-view.ts";
import { changeProduction, findProduction, type ProductionRow } from "./store/productions.ts";
import type { BoundVersion } from "./version-subject.ts";

const tellEveryMs = 1_000;
const lookEveryMs = 1_000;

export interface Reporter {
  /** Aborts when somebody stops the production, and at the task's time limit. */
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
  readonly tell: (progress: number, message: string) => void;
  /** Waits for what is being written; nothing is told afterwards. */
  readonly close: () => Promise<void>;
}

/** Writes how far a production is, at most once a second, and looks as often whether somebody stopped it. */
export function openReporter(context: TaskContext, version: BoundVersion, row: ProductionRow): Reporter {
  const { deps, workspaceId: of } = context;
  const workspaceId = of ?? 0;
  const scope = { role: "app", workspaceId, actorId: "system" } as const;
  const stop = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let toldAt = 0;
  let isClosed = false;
  const write = async (progress: number, message: string): Promise<void> => {
    const standing = { ...row, state: "running", progress, message, at: deps.now() } as const;
    const isUnfinished = await deps.db.transaction(scope, async (tx) => {
      const isWritten = await changeProduction(tx, workspaceId, standing);
      if (isWritten) recordChanges(tx, workspaceId, [productionChange(version, standing)]);
      return isWritten;
    });
    if (isUnfinished) deps.onChange();
    else stop.abort();
  };
  const look = async (): Promise<void> => {
    const found = await deps.db.transaction(scope, (tx) => findProduction(tx, workspaceId, row.id));
    if (!found || found.state === "cancelled") stop.abort();
  };
  // A word that is lost is told again by the next one.
  const then = (step: () => Promise<void>): void => {
    last = last.then(step).catch(() => undefined);
  };
  const timer = setInterval(() => then(look), lookEveryMs);
  return {
    signal: AbortSignal.any([context.signal, stop.signal]),
    isStopped: () => stop.signal.aborted,
    tell(progress, message) {
      const now = Date.now();
      if (isClosed || now - toldAt < tellEveryMs) return;
      toldAt = now;
      then(() => write(progress, message));
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await last;
    },
  };
}
