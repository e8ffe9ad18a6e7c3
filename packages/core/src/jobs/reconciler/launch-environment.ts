import { jobTitle } from "@plumbline/contracts/jobs/job";
import type { JobDetailRow } from "../store/jobs.ts";

interface Surroundings {
  readonly row: JobDetailRow;
  readonly workspace: string;
  readonly runId: string;
  readonly attempt: number;
  readonly token: string;
  readonly internalUrl: string;
  /** Of the training runtime. */
  readonly runtimeEnv: Readonly<Record<string, string>>;
  readonly isResumed: boolean;
}

/** The environment of a job's command, but for its secrets. What the platform sets wins over what people wrote. */
export function launchEnvironment(of: Surroundings): Record<string, string> {
  const { row, internalUrl, token } = of;
  const { checkpoint } = row.spec;
  return {
    ...of.runtimeEnv,
    ...row.spec.env,
    MLFLOW_TRACKING_URI: internalUrl,
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_RUN_ID: of.runId,
    MLFLOW_EXPERIMENT_ID: String(row.experiment_id ?? 0),
    MLFLOW_WORKSPACE: of.workspace,
    PLUMBLINE_URL: internalUrl,
    PLUMBLINE_TOKEN: token,
    PLUMBLINE_WORKSPACE: of.workspace,
    PLUMBLINE_JOB_ID: row.id,
    PLUMBLINE_JOB: jobTitle(row),
    PLUMBLINE_ATTEMPT: String(of.attempt),
    PLUMBLINE_RUN_ID: of.runId,
    PLUMBLINE_PROCESSES_PER_NODE: String(row.spec.processesPerNode),
    ...evaluated(row),
    ...(checkpoint ? { PLUMBLINE_CHECKPOINT_DIR: checkpoint.path, PLUMBLINE_RESUMED: String(of.isResumed) } : {}),
  };
}

/** Which version an evaluation is of. */
function evaluated({ check }: JobDetailRow): Record<string, string> {
  if (!check || !("evaluates" in check)) return {};
  const { model, version } = check.evaluates;
  return { PLUMBLINE_MODEL: model, PLUMBLINE_MODEL_VERSION: String(version) };
}
