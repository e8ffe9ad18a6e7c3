/** Thrown by a handler whose task should be tried again after a pause. */
export class RetryLater extends Error {}

/** Carries ids of task rows from those who write them to those who run them. The rows hold all state. */
export interface TaskQueue {
  /** An id that waits already, or is under way, is not doubled. Rejects at once where the queue's server is down. */
  enqueue(taskIds: readonly string[]): Promise<void>;
  /**
   * Runs `handle` for each id, at most `concurrency` at once. An id whose worker died is given out again. What `handle` throws puts its id
   * back for a later try.
   */
  work(handle: (taskId: string) => Promise<void>, options: WorkOptions): Promise<TaskWorker>;
  close(): Promise<void>;
}

export interface WorkOptions {
  readonly concurrency: number;
  /** Told what the queue's server has against it; the worker goes on as soon as it answers. */
  readonly onError: (error: Error) => void;
  /** A worker that has shown no sign of life for so long loses its ids to others: 30 seconds, unless tests are in a hurry. */
  readonly silentMs?: number;
}

export interface TaskWorker {
  /** Takes no further ids, and waits for those under way. */
  close(): Promise<void>;
}
