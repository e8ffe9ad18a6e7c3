import { randomUUID } from "node:crypto";
import { AttemptReport } from "@plumbline/contracts/jobs/log";
import { openTestEnvironment, type TestWorkspace } from "@plumbline/testing";
import type { z } from "zod";
import type { Deps } from "../../kernel/index.ts";
import { acceptReport, type ReportOf } from "./accept-report.ts";
import { sealAttempt } from "./seal-attempt.ts";

/** A database with jobs that run, and what is reported of them. Only tests open it. */
export async function openTestLog() {
  const env = await openTestEnvironment();
  const workspace = await env.createWorkspace();
  const reader = env.callerOf({ workspace, role: "viewer" });

  const runningJob = async (at: TestWorkspace = workspace) => {
    const [jobId, tokenId] = [randomUUID(), randomUUID()];
    await env.sql(
      `INSERT INTO job (id, workspace_id, number, name, kind, state, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
         time_limit_seconds, submitted_by, submitted_by_kind, submitted_at)
       SELECT $1, $2, COALESCE(max(number), 0) + 1, 'train', 'training', 'running', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, $3, 'user', now()
       FROM job WHERE workspace_id = $2`,
      [jobId, at.id, randomUUID()],
    );
    await env.sql(
      `INSERT INTO job_attempt (workspace_id, job_id, number, phase, nodes, token_id, queued_at, starting_at, running_at)
       VALUES ($1, $2, 1, 'running', '{}', $3, now(), now(), now())`,
      [at.id, jobId, tokenId],
    );
    return { workspaceId: at.id, jobId, attempt: 1, tokenId };
  };

  return {
    env,
    deps: env.deps,
    workspace,
    /** Somebody who may read the workspace. */
    reader,
    runningJob,
    /** What a launcher sends; lines may be given as texts. */
    report: (job: ReportOf, given: Omit<z.input<typeof AttemptReport>, "lines"> & { lines?: readonly string[] }) =>
      acceptReport(env.deps, job, reportOf(given)),
    /** Runs the task that seals the log of an attempt, as a worker would. */
    seal: (job: ReportOf, given: Deps = env.deps) =>
      sealAttempt({ deps: given, taskId: "test", workspaceId: job.workspaceId, signal: new AbortController().signal }, job),
    end: (job: ReportOf) => env.sql("UPDATE job_attempt SET phase = 'ended', ended_at = now() WHERE job_id = $1", [job.jobId]),
    attempt: async (job: ReportOf) => {
      const [row] = await env.sql<Record<string, unknown>>("SELECT * FROM job_attempt WHERE job_id = $1 AND number = $2", [
        job.jobId,
        job.attempt,
      ]);
      return row;
    },
    changes: (job: ReportOf, topic: string) =>
      env.sql<{ kind: string; data: Record<string, unknown> }>(
        "SELECT kind, data FROM change WHERE subject = $1 AND topic = $2 ORDER BY id",
        [job.jobId, topic],
      ),
    close: () => env.close(),
  };
}
export type TestLog = Awaited<ReturnType<typeof openTestLog>>;

const reportOf = ({ lines = [], ...given }: Omit<z.input<typeof AttemptReport>, "lines"> & { lines?: readonly string[] }) =>
  AttemptReport.parse({ ...given, lines: lines.map((text, index) => ({ at: 1_700_000_000_000 + index, stream: "stdout", text })) });
