import { compareRuns } from "./compare-runs.ts";
import { exportRuns } from "./export-runs.ts";
import { groupRuns } from "./group-runs.ts";
import { searchRunKeys } from "./run-keys.ts";

/** What is asked of a whole result. Apart from the operations of runs, so that a page which lists runs does not load these. */
export const runResultOperations = [compareRuns, groupRuns, exportRuns, searchRunKeys] as const;
