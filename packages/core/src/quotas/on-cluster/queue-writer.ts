import type { Tx } from "@plumbline/db";
import type { Ctx } from "../../kernel/index.ts";
import type { QueueTerms } from "./plan-changes.ts";

/** Of a request, or of what the platform does by itself. */
export type Writing = Pick<Ctx, "tx" | "now" | "actor" | "later">;

/** One line of a queue that is to be written. */
export interface QueueLineChange {
  /** Of the change that `settleQueueChange` is told of. */
  readonly id: string;
  readonly queue: string;
  readonly flavour: string;
  readonly resource: string;
  /** What it must be as it is written: anything else was changed by somebody else. */
  readonly before: QueueTerms;
  readonly after: QueueTerms;
}

/** Who knows the clusters, and writes to them what was handed over. */
export interface QueueWriter {
  /** Queues that were handed over. */
  readonly managedIn: (tx: Tx, clusterId: string) => Promise<ReadonlySet<string>>;
  /** One after another: what was not written keeps what follows from being written. */
  readonly write: (ctx: Writing, clusterId: string, changes: readonly QueueLineChange[]) => Promise<void>;
}

let known: QueueWriter | undefined;

/** The slice that knows clusters makes itself known; quotas know nothing of it. */
export const registerQueueWriter = (writer: QueueWriter): void => {
  known = writer;
};

/** Without anybody who could write, nothing was handed over. */
export const queueWriter = (): QueueWriter =>
  known ?? {
    managedIn: async () => new Set(),
    write: async () => {
      throw new Error("nobody writes to clusters here");
    },
  };
