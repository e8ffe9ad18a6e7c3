export { createExperiment } from "./create-experiment.ts";
export { createRun } from "./create-run.ts";
export { findExperimentByName, getExperiment } from "./get-experiment.ts";
export { getRun } from "./get-run.ts";
export { searchExperiments } from "./search-experiments.ts";
export { countRuns, searchRuns } from "./search-runs.ts";
export { updateRun } from "./update-run.ts";
