export { configureJobs, type JobsConfiguration } from "./configuration.ts";
export { openLocalExecutor } from "./executors/local/local-executor.ts";
export { getJob } from "./get-job.ts";
export { startReconciler } from "./reconciler/start-reconciler.ts";
export { submitJob } from "./submit-job.ts";
