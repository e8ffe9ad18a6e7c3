import { keepCheckpoint as contract } from "@plumbline/contracts/jobs/checkpoint";
import type { CallInput, Output } from "@plumbline/contracts/operation";
import { AppError, authorize, type Caller, type Deps, parseInput, transact, workspaceOf } from "../../kernel/index.ts";
import { mayReport } from "../logs/accept-report.ts";
import { holdReportedAttempt } from "../store/log-reports.ts";
import { commitCheckpoint } from "./commit-checkpoint.ts";

async function keep(deps: Deps, caller: Caller, raw: CallInput<typeof contract>): Promise<Output<typeof contract>> {
  await authorize(deps, caller, contract);
  const { job: jobId, attempt, ...checkpoint } = parseInput(contract, raw);
  const { id: workspaceId, name: workspace } = workspaceOf(caller);
  const { via, credentialId, id: actorId } = caller.actor;
  const row = await transact(deps, { role: "app", workspaceId, actorId }, (tx) => holdReportedAttempt(tx, workspaceId, { jobId, attempt }));
  const { run_id: runId, phase } = mayReport(row, { workspaceId, jobId, attempt, tokenId: via === "token" ? credentialId : null });
  if (runId === null || phase === "ended") throw new AppError("conflict", "The attempt has ended: what it keeps changes no more.");
  await commitCheckpoint(deps, { workspaceId, workspace, runId, attempt }, checkpoint);
  return { files: checkpoint.files.length, sizeBytes: checkpoint.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** Makes files that an attempt has uploaded its checkpoint. */
export const keepCheckpoint = Object.assign(keep, { operation: contract });
