import * as contract from "@plumbline/contracts/experiments/run";
import { ingest, workspaceOf } from "../kernel/index.ts";
import { runLane } from "./run-lane.ts";

export const updateRun = ingest(
  contract.updateRun,
  async ({ deps, caller, input }) =>
    (await runLane(deps).submit(workspaceOf(caller).id, { kind: "update", caller, input })) as contract.RunInfo,
);
