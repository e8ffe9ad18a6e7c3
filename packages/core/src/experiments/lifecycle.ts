import { AppError } from "../kernel/index.ts";

export const experimentDeleted = (experimentId: string): AppError =>
  new AppError("invalid", `Experiment ${experimentId} is deleted. Restore it before you change it.`, {
    params: { reason: "experiment-deleted", experimentId },
  });

export const runDeleted = (runId: string): AppError =>
  new AppError("invalid", `Run ${runId} is deleted. Restore it before you change it.`, { params: { reason: "run-deleted", runId } });

export const experimentNameTaken = (name: string): AppError =>
  new AppError("conflict", `An experiment named "${name}" exists already; it may be deleted and waiting to be restored.`, {
    params: { reason: "experiment-name-taken", name },
  });
