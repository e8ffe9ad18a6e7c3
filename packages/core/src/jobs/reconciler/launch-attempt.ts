import { jobTitle } from "@plumbline/contracts/jobs/job";
import type { Scope } from "@plumbline/contracts/permissions";
import { issueJobToken, namesOfActors, revokeJobToken } from "../../access/index.ts";
import { AppError, type Ctx, type Deps, workspaceOf } from "../../kernel/index.ts";
import { openSecrets } from "../../secrets/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { findCheckpoint, openCheckpoint } from "../checkpoints/open-checkpoint.ts";
import { configurationOf } from "../configuration.ts";
import { type Launch, type LaunchCheckpoint, LaunchRefused } from "../executors/executor.ts";
import { executorOf } from "../executors/executor-of.ts";
import type { AttemptEnd } from "../rules/decide.ts";
import * as attempts from "../store/attempts.ts";
import { findJob, type JobDetailRow } from "../store/jobs.ts";
import { findRuntime } from "../store/resolving.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { endAttempt } from "./end-attempt.ts";
import { beginRun } from "./job-run.ts";
import { launchEnvironment } from "./launch-environment.ts";
import { toLaunchInput } from "./launch-inputs.ts";
import { nameOf } from "./situation.ts";
import { transition } from "./transition.ts";

/** What a job's own token may do, as far as its submitter may. */
const tokenScopes: readonly Scope[] = [
  "workspace:read",
  "experiment:read",
  "experiment:write",
  "run:read",
  "run:write",
  "artifact:read",
  "artifact:write",
  "dataset:read",
  "registry:read",
  "registry:write",
  "job:read",
  "job:report",
];
/** A token ends so long after the attempt must have. */
export const tokenMarginMs = 3_600_000;
/** A cluster may keep an attempt waiting so long with the token that it was given. */
const longestWaitMs = 31 * 86_400_000;

interface Submitted {
  readonly row: JobDetailRow;
  readonly workspace: { readonly id: number; readonly name: string };
  readonly submitter: string;
  readonly runtimeEnv: Readonly<Record<string, string>>;
  readonly packages: readonly string[];
  /** The attempt whose checkpoint it goes on from. */
  readonly resumeFrom: number | null;
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Hands an attempt to its executor: makes the job's run, gives the attempt a new token, and starts it. Called only where the
 * executor has nothing of the attempt, so that a token which something works with is never taken from it. Refused by the executor, it
 * has ended; `outdated` where somebody else has changed the job.
 */
export async function launchAttempt(deps: Deps, row: UnfinishedRow): Promise<"started" | "ended" | "outdated"> {
  const executor = await executorOf(deps, row);
  try {
    const job = await systemContext(deps, row.workspace_id, (ctx) => readSubmitted(ctx, row));
    const runId = row.run_id ?? (await beginRun(deps, job));
    const resumeFrom = await readCheckpoint(deps, { job, runId });
    const token = await giveToken(deps, row, { job, runId, resumeFrom });
    if (token === undefined) return "outdated";
    await executor.start(launchOf(deps, row, { job, runId, resumeFrom, token }));
    return "started";
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return (await endAttempt(deps, row, refusal)) ? "ended" : "outdated";
  }
}

/** What will be so at the next try too ends the attempt; whatever else failed is tried again. */
function refusalOf(error: unknown): AttemptEnd | undefined {
  const isRefused = error instanceof LaunchRefused || (error instanceof AppError && error.code !== "unavailable");
  if (!isRefused) return undefined;
  return { outcome: "user-failure", reason: error.message, exitCode: null, nodes: null, endedAt: null };
}

async function readSubmitted(ctx: Ctx, { id: jobId, attempt }: UnfinishedRow): Promise<Submitted> {
  const workspace = workspaceOf(ctx);
  const row = await findJob(ctx.tx, workspace.id, jobId);
  if (!row) throw new Error(`the job ${jobId} is not there`);
  const values = await openSecrets(ctx, { jobId, attempt: attempt ?? 0, names: Object.values(row.spec.secrets) });
  const { runtime } = row.resolved;
  const body = runtime ? (await findRuntime(ctx.tx, runtime))?.body : undefined;
  const names = await namesOfActors(ctx, [row.submitted_by]);
  return {
    row,
    workspace,
    submitter: names.get(row.submitted_by) ?? row.submitted_by,
    runtimeEnv: body?.env ?? {},
    packages: body?.packages ?? [],
    resumeFrom: await findCheckpoint(ctx, row, attempt ?? 0),
    secrets: Object.fromEntries(Object.entries(row.spec.secrets).map(([variable, name]) => [variable, values[name] ?? ""])),
  };
}

interface Beginning {
  readonly job: Submitted;
  readonly runId: string;
  readonly resumeFrom: LaunchCheckpoint | null;
}

async function readCheckpoint(deps: Deps, { job, runId }: Pick<Beginning, "job" | "runId">): Promise<LaunchCheckpoint | null> {
  const { checkpoint } = job.row.spec;
  if (!checkpoint || job.resumeFrom === null) return null;
  const { id: workspaceId, name: workspace } = job.workspace;
  return openCheckpoint(deps, { workspaceId, workspace, runId, attempt: job.resumeFrom }, checkpoint.path);
}

/** Replaces the attempt's token; undefined where somebody else has changed the job. */
async function giveToken(deps: Deps, unfinished: UnfinishedRow, { job, runId, resumeFrom }: Beginning): Promise<string | undefined> {
  const { row } = job;
  const of = { jobId: row.id, number: unfinished.attempt ?? 0 };
  let secret: string | undefined;
  const isDone = await transition(deps, unfinished, {
    state: unfinished.state,
    reason: unfinished.reason,
    action: "jobs.attempt.launch",
    change: { runId },
    write: async (ctx) => {
      const before = await attempts.findAttempt(ctx.tx, job.workspace.id, of);
      if (before?.token_id) await revokeJobToken(ctx, before.token_id);
      const waitMs = unfinished.executor === "kubernetes" ? longestWaitMs : 0;
      const token = await issueJobToken(ctx, {
        owner: { kind: row.submitted_by_kind === "service-account" ? "service-account" : "user", id: row.submitted_by },
        jobId: row.id,
        name: `${jobTitle(row)} #${of.number}`,
        scopes: tokenScopes,
        expiresAt: new Date(ctx.now.getTime() + waitMs + row.time_limit_seconds * 1000 + tokenMarginMs),
      });
      const resumedFrom = resumeFrom && { attempt: resumeFrom.attempt, step: resumeFrom.step };
      await attempts.setLaunched(ctx.tx, job.workspace.id, { ...of, tokenId: token.id, resumedFrom });
      secret = token.secret;
    },
  });
  return isDone ? secret : undefined;
}

function launchOf(deps: Deps, unfinished: UnfinishedRow, given: Beginning & { readonly token: string }): Launch {
  const { job, runId, resumeFrom, token } = given;
  const { row, workspace, runtimeEnv, packages, secrets } = job;
  const { internalUrl } = configurationOf(deps);
  const attempt = unfinished.attempt ?? 0;
  return {
    name: nameOf(unfinished),
    workspaceId: workspace.id,
    workspace: workspace.name,
    jobId: row.id,
    title: jobTitle(row),
    attempt,
    clusterId: row.cluster_id,
    flavour: row.flavour,
    spec: row.spec,
    resolved: row.resolved,
    packages,
    token,
    runId,
    env: launchEnvironment({
      row,
      workspace: workspace.name,
      runId,
      attempt,
      token,
      internalUrl,
      runtimeEnv,
      isResumed: resumeFrom !== null,
    }),
    secrets,
    inputs: row.resolved.inputs.map(toLaunchInput),
    resumeFrom,
  };
}
