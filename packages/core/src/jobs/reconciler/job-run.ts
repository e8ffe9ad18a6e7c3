import type { RunStatus } from "@plumbline/contracts/experiments/run";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import type { Permission } from "@plumbline/contracts/permissions";
import { createRun, getRun, updateRun } from "../../experiments/index.ts";
import { AppError, type Caller, type Deps } from "../../kernel/index.ts";
import type { JobDetailRow } from "../store/jobs.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { systemCaller } from "../system-context.ts";

/** The run of a job has the job's id, in the form that clients give runs: made twice, it is the same. */
const runIdOf = (jobId: string): string => jobId.replaceAll("-", "");

interface RunOwner {
  readonly workspace: { readonly id: number; readonly name: string };
  readonly row: JobDetailRow;
  readonly submitter: string;
}

const runRights: ReadonlySet<Permission> = new Set<Permission>(["run:read", "run:write"]);

/** Makes the job's run, as the submitter's; one that is there is left as it is. */
export async function beginRun(deps: Deps, { workspace, row, submitter }: RunOwner): Promise<string> {
  const runId = runIdOf(row.id);
  const caller: Caller = {
    ...systemCaller(workspace),
    actor: { kind: row.submitted_by_kind, id: row.submitted_by, name: submitter, via: "internal", credentialId: null },
    permissions: runRights,
  };
  const tags = Object.entries(runTags(row)).map(([key, value]) => ({ key, value }));
  try {
    await createRun(deps, caller, { experimentId: String(row.experiment_id ?? 0), runId, name: jobTitle(row), userId: submitter, tags });
  } catch (error) {
    if (!(error instanceof AppError && error.params.reason === "run-id-taken")) throw error;
  }
  return runId;
}

function runTags(row: JobDetailRow): Record<string, string> {
  const { spec, resolved } = row;
  const git = spec.source && "git" in spec.source ? spec.source.git : undefined;
  return {
    ...spec.tags,
    "mlflow.source.type": "JOB",
    "mlflow.source.name": git ? git.url : spec.command.join(" ").slice(0, 5000),
    ...(git ? { "mlflow.source.git.commit": git.commit, "mlflow.source.git.repoURL": git.url } : {}),
    "plumbline.job": row.id,
    ...(resolved.image ? { "plumbline.image": resolved.image } : {}),
    ...(resolved.runtime ? { "plumbline.runtime": `${resolved.runtime.name}@${resolved.runtime.version}` } : {}),
    ...(resolved.source.digest ? { "plumbline.source.digest": resolved.source.digest } : {}),
  };
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
