export { configureJobs, type JobsConfiguration } from "./configuration.ts";
export { openLocalExecutor } from "./executors/local/local-executor.ts";
export { getJob } from "./get-job.ts";
export { type Accepted, acceptReport, type ReportOf } from "./logs/accept-report.ts";
export { nextSequenceOf } from "./logs/next-sequence.ts";
export { startReconciler } from "./reconciler/start-reconciler.ts";
export { submitJob } from "./submit-job.ts";
