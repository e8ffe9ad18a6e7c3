export { listPlatformTasks, listTasks } from "./list-tasks.ts";
export { retryPlatformTask, retryTask } from "./retry-task.ts";
