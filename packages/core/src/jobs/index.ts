// Counts what GPUs of clusters did for jobs as their use.
import "./kubernetes/cluster-gpu-use.ts";
// Keeps clusters from being forgotten while jobs are on them.
import "./kubernetes/guard-clusters.ts";
import "./kubernetes/name-attempts.ts";
// Tells quotas which models came of jobs.
import "./models-of-jobs.ts";
// Stops the jobs of runs that are stopped together.
import "./stop-runs.ts";

export { cancelJob, resumeJob, suspendJob } from "./change-wish.ts";
export { keepCheckpoint } from "./checkpoints/keep-checkpoint.ts";
export { configureJobs, type JobsConfiguration } from "./configuration.ts";
export { evaluateVersion } from "./evaluations.ts";
export { describeMachine } from "./executors/local/describe-machine.ts";
export { openLocalExecutor } from "./executors/local/local-executor.ts";
export { getJob } from "./get-job.ts";
export { getPending } from "./get-pending.ts";
export { type ClusterExecutors, openClusterExecutors } from "./kubernetes/cluster-executors.ts";
export { listJobs } from "./list-jobs.ts";
export { downloadLog, type LogText } from "./logs/download-log.ts";
export { getLog } from "./logs/get-log.ts";
export { reportAttempt } from "./logs/report-attempt.ts";
export { sealLogs } from "./logs/seal-logs.ts";
export { searchLog } from "./logs/search-log.ts";
export { sweepLogs } from "./logs/sweep-logs.ts";
export { notifyOnStart } from "./notify-on-start.ts";
export { previewJob } from "./preview-job.ts";
export { startReconciler } from "./reconciler/start-reconciler.ts";
export { reproduceRun } from "./reproduce-run.ts";
export { rerunJob } from "./rerun-job.ts";
export { ensureRuntimes } from "./runtimes/starter-runtimes.ts";
export { listRuntimes, putRuntime, retireRuntime } from "./runtimes/training-runtimes.ts";
export { setJobPriority } from "./set-priority.ts";
export { readSource } from "./sources/read-source.ts";
export { uploadSource } from "./sources/upload-source.ts";
export { submitJob } from "./submit-job.ts";
export { deleteTemplate, listTemplates, putTemplate } from "./templates.ts";
