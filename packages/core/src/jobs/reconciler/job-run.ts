import { Readable } from "node:stream";
import type { RunStatus } from "@plumbline/contracts/experiments/run";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import type { Permission } from "@plumbline/contracts/permissions";
import { runArtifactPath, writeArtifact } from "../../artifacts/index.ts";
import { createRun, getRun, updateRun } from "../../experiments/index.ts";
import { AppError, type Caller, type Deps } from "../../kernel/index.ts";
import { systemCaller } from "../../workspaces/index.ts";
import { openSource } from "../executors/launch-content.ts";
import { readSourceState, type SourceState } from "../source-state.ts";
import type { JobDetailRow } from "../store/jobs.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { conditionTags } from "./condition-tags.ts";
import { recordRunInputs } from "./run-inputs.ts";

/** The run of a job has the job's id, in the form that clients give runs: made twice, it is the same. */
const runIdOf = (jobId: string): string => jobId.replaceAll("-", "");

export interface RunOwner {
  readonly workspace: { readonly id: number; readonly name: string };
  readonly row: JobDetailRow;
  readonly submitter: string;
}

const runRights: ReadonlySet<Permission> = new Set<Permission>(["run:read", "run:write", "artifact:write"]);

const callerOf = ({ workspace, row, submitter }: RunOwner): Caller => ({
  ...systemCaller(workspace),
  actor: { kind: row.submitted_by_kind, id: row.submitted_by, name: submitter, via: "internal", credentialId: null },
  permissions: runRights,
});

/** Makes the job's run, as the submitter's, with the conditions that are known before it starts; one that is there is left as it is. */
export async function beginRun(deps: Deps, owner: RunOwner): Promise<string> {
  const { row, submitter } = owner;
  const runId = runIdOf(row.id);
  const caller = callerOf(owner);
  const state = await sourceStateOf(deps, owner);
  const tags = Object.entries({ ...row.spec.tags, ...conditionTags(row, state) }).map(([key, value]) => ({ key, value }));
  const run = { experimentId: String(row.experiment_id ?? 0), runId, name: jobTitle(row), userId: submitter, tags };
  await createRun(deps, caller, run).catch((error: unknown) => {
    if (!(error instanceof AppError && error.params.reason === "run-id-taken")) throw error;
  });
  if (state?.diff) {
    const path = await runArtifactPath(deps, caller, { runId, path: "source/changes.diff" });
    await writeArtifact(deps, caller, { path, source: Readable.from([Buffer.from(state.diff)]) });
  }
  await recordRunInputs(deps, caller, { runId, inputs: row.resolved.inputs });
  return runId;
}

async function sourceStateOf(deps: Deps, { workspace, row }: RunOwner): Promise<SourceState | undefined> {
  const { source } = row.spec;
  if (!source || !("archive" in source)) return undefined;
  return readSourceState(await openSource(deps, workspace.id, source.archive));
}

const statusOfEnd = { succeeded: "FINISHED", failed: "FAILED", cancelled: "KILLED" } as const satisfies Record<string, RunStatus>;

/** Ends the run of a job that is over, unless its client did. Done again it changes nothing. */
export async function finishRun(deps: Deps, row: UnfinishedRow, state: keyof typeof statusOfEnd): Promise<void> {
  if (row.run_id === null) return;
  const caller = { ...systemCaller({ id: row.workspace_id, name: "" }), permissions: runRights };
  try {
    const run = await getRun(deps, caller, { runId: row.run_id });
    if (run.status !== "RUNNING" && run.status !== "SCHEDULED") return;
    const endTime = (row.attempt_ended_at ?? deps.now()).getTime();
    await updateRun(deps, caller, { runId: row.run_id, status: statusOfEnd[state], endTime });
  } catch (error) {
    // A run that was deleted stays as it is.
    if (!(error instanceof AppError && (error.code === "not-found" || error.code === "invalid"))) throw error;
  }
}
