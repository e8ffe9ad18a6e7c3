import "./default-experiment.ts";

export { type BroughtExperiment, bringExperiment, settleBroughtExperiment } from "./bring-experiment.ts";
export { type BroughtModel, bringLoggedModel, settleBroughtLoggedModel } from "./bring-logged-model.ts";
export { type BroughtRun, bringRunLinks, endBroughtRuns, openBroughtRuns, reopenBroughtRuns, whyKeyRefused } from "./bring-runs.ts";
export { carryOutBulkAct } from "./bulk/carry-out-act.ts";
export { cancelBulkAct, getBulkAct, listBulkActs } from "./bulk/read-acts.ts";
export { onStopRuns } from "./bulk/run-stopper.ts";
export { deleteRuns, moveRuns, purgeRuns, restoreRuns, stopRuns, tagRuns, untagRuns } from "./bulk/start-act.ts";
export { compactMetrics } from "./compact-metrics.ts";
export { compareRuns } from "./compare-runs.ts";
export { createExperiment } from "./create-experiment.ts";
export { createLoggedModel } from "./create-logged-model.ts";
export { createRun } from "./create-run.ts";
export { deleteExperiment, restoreExperiment } from "./delete-experiment.ts";
export { deleteRun, restoreRun } from "./delete-run.ts";
export { deleteRunTag } from "./delete-run-tag.ts";
export { ensureExperiment } from "./ensure-experiment.ts";
export { deleteExperimentTag, setExperimentTag } from "./experiment-tags.ts";
export { exportRuns } from "./export/export-runs.ts";
export { findExperimentByName, getExperiment } from "./get-experiment.ts";
export { getRun } from "./get-run.ts";
export { groupRuns } from "./group-runs.ts";
export type { LogBatchInput, LoggedMetric } from "./ingest/check-batch.ts";
export { checkRunTags } from "./key-rules.ts";
export { listDatasets } from "./list-datasets.ts";
export { listExperiments } from "./list-experiments.ts";
export { listRunColumns } from "./list-run-columns.ts";
export { logBatch } from "./log-batch.ts";
export {
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  getLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
} from "./logged-models.ts";
export { drawCurves, getCurves, getMetricHistory, sampleMetricHistory } from "./metric-history.ts";
export { recordRegistration } from "./record-registration.ts";
export { renameExperiment } from "./rename-experiment.ts";
export { replaceRunTag } from "./replace-run-tag.ts";
export { getReport, listReports, listReportVersions } from "./reports/read-reports.ts";
export { createReport, deleteReport, updateReport } from "./reports/write-reports.ts";
export { applyRetention } from "./retention/apply-retention.ts";
export { previewRetention } from "./retention/preview-retention.ts";
export { getRetention, setRetention } from "./retention/rules.ts";
export { tellOfRun } from "./run-alerts/tell-of-run.ts";
export { logInputs, logOutputs } from "./run-links.ts";
export { addRunComment, deleteRunComment, editRunComment, listRunComments } from "./run-notes/comments.ts";
export { getRunNote, listRunNoteVersions, setRunNote } from "./run-notes/note.ts";
export { getSavedView, listSavedViews } from "./saved-views/read-views.ts";
export { createSavedView, deleteSavedView, duplicateSavedView, setDefaultView, updateSavedView } from "./saved-views/write-views.ts";
export { searchExperiments } from "./search-experiments.ts";
export { searchLoggedModels } from "./search-logged-models.ts";
export { searchRunKeys } from "./search-run-keys.ts";
export { countRuns, searchLoggedRuns, searchRuns } from "./search-runs.ts";
export { settleRuns } from "./settle-runs.ts";
export { measureStorage } from "./storage/measure-storage.ts";
export { getRunStorage, getStorage } from "./storage/read-storage.ts";
export { purgeExperiment } from "./trash/purge-experiment.ts";
export { listTrashedExperiments, listTrashedRuns } from "./trash/read-trash.ts";
export { updateRun } from "./update-run.ts";
