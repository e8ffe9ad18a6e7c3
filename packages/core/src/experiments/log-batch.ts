import { logBatch as contract } from "@plumbline/contracts/experiments/run";
import { authorize, type Caller, type Deps, translate, workspaceOf } from "../kernel/index.ts";
import { checkBatch, type LogBatchInput } from "./ingest/check-batch.ts";
import { runLane } from "./run-lane.ts";

async function log(deps: Deps, caller: Caller, input: LogBatchInput): Promise<Record<string, never>> {
  await authorize(deps, caller, contract);
  const batch = checkBatch(input);
  try {
    await runLane(deps).submit(workspaceOf(caller).id, { kind: "log", batch });
  } catch (error) {
    throw translate(error);
  }
  return {};
}

/**
 * Logs points, params and tags of a run: resolves once they are committed, and writes identical points once however
 * often the request is repeated. Concurrent requests of a workspace share transactions; one that may not be written
 * (unknown or deleted run, changed param) fails alone and whole.
 */
export const logBatch = Object.assign(log, { operation: contract });
