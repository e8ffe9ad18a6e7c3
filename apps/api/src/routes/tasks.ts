import { listPlatformTasks, listTasks, retryPlatformTask, retryTask } from "@plumbline/core/tasks";
import { routes } from "./bind-verbs.ts";

export const taskRoutes = routes([listTasks, retryTask, listPlatformTasks, retryPlatformTask]);
