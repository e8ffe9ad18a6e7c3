export { openTaskQueue, RetryLater, type TaskQueue, Unrecoverable } from "./task-queue.ts";
