export { openTaskQueue, type TaskQueueOptions } from "./open-task-queue.ts";
export { RetryLater, type TaskQueue, type TaskWorker } from "./task-queue.ts";
