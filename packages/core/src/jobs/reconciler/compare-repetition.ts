import { jobTitle } from "@plumbline/contracts/jobs/job";
import { recordEvidenceOfRun } from "../../evidence/index.ts";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { compareMetrics, type ReproductionResult, verdictOf } from "../rules/compare-metrics.ts";
import { findJob, type JobDetailRow, setVerdict } from "../store/jobs.ts";
import { findRunMetrics } from "../store/resolving.ts";

const metricsMax = 10_000;

/** At the end of a job that repeats a run: holds its metrics against the run's, and says so of the versions that came of the run. */
export async function compareRepetition(ctx: Ctx, jobId: string, hasSucceeded: boolean): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await findJob(ctx.tx, workspaceId, jobId);
  if (!row?.check || "evaluates" in row.check || row.repeats_run_id === null) return;
  const values = row.run_id === null ? [] : await findRunMetrics(ctx.tx, workspaceId, { runId: row.run_id, limit: metricsMax });
  const metrics = compareMetrics(row.check, new Map(values.map(({ key, value }) => [key, value])));
  const verdict = verdictOf(metrics, hasSucceeded);
  const evidenceIds = verdict === "inconclusive" ? [] : await writeEvidence(ctx, row, { metrics, verdict });
  await setVerdict(ctx.tx, workspaceId, { id: row.id, verdict: { verdict, metrics, evidenceId: evidenceIds[0] ?? null } });
}

interface Compared {
  readonly metrics: ReproductionResult;
  readonly verdict: "pass" | "fail";
}

function writeEvidence(ctx: Ctx, row: JobDetailRow, { metrics, verdict }: Compared): Promise<string[]> {
  const runId = row.repeats_run_id ?? "";
  const beyond = metrics.filter(({ isWithin }) => !isWithin);
  return recordEvidenceOfRun(ctx, runId, {
    kind: "reproducibility",
    title: `Trained again as ${jobTitle(row)}`,
    verdict,
    summary:
      beyond.length === 0
        ? `All ${metrics.length} metrics came out within their tolerance.`
        : `${beyond.length} of ${metrics.length} metrics came out beyond their tolerance: ${beyond
            .slice(0, 5)
            .map(({ name }) => name)
            .join(", ")}.`,
    values: { match: verdict === "pass", tolerance: Math.max(...metrics.map(({ tolerance }) => tolerance)), metrics: metrics.length },
    method: { compared: "last values, by the difference over the original's size", job: row.id },
    inputs: [
      { kind: "run", name: runId, digest: null },
      { kind: "run", name: row.run_id ?? "", digest: null },
      ...row.resolved.inputs.slice(0, 90).map(({ kind, name, sha256 }) => ({ kind, name, digest: sha256 })),
    ],
    report: { metrics },
  });
}
