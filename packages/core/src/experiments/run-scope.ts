import type { Tx } from "@plumbline/db";
import { listExperimentNumbers } from "./store/experiments.ts";

type Scope = readonly number[] | "all";

/** Each experiment once, in a fixed order, so that a cursor fits whichever way they are listed. */
export const scopeOf = (experimentIds: readonly string[] | "all"): Scope =>
  experimentIds === "all" ? "all" : [...new Set(experimentIds.map(Number))].sort((left, right) => left - right);

/** The numbers of the experiments; all that the workspace has now where no other are named. */
export const experimentsIn = async (tx: Tx, workspaceId: number, scope: Scope): Promise<readonly number[]> =>
  scope === "all" ? listExperimentNumbers(tx, workspaceId) : scope;
