export { openTaskQueue, RetryLater, type TaskQueue } from "./task-queue.ts";
