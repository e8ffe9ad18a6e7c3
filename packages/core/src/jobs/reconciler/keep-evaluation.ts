import { jobTitle } from "@plumbline/contracts/jobs/job";
import { recordEvidenceOfVersion } from "../../evidence/index.ts";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { findJob } from "../store/jobs.ts";
import { findRunMetrics } from "../store/resolving.ts";

/** Values that one piece of evidence has room for. */
const metricsMax = 490;

/** At the end of an evaluation that succeeded: what its run logged is evidence of the version. */
export async function keepEvaluation(ctx: Ctx, jobId: string): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await findJob(ctx.tx, workspaceId, jobId);
  if (!row?.check || !("evaluates" in row.check) || row.run_id === null) return;
  const { model, version, template } = row.check.evaluates;
  const logged = await findRunMetrics(ctx.tx, workspaceId, { runId: row.run_id, limit: 10_000 });
  const metrics = logged.filter(({ key }) => !key.startsWith("system/"));
  if (metrics.length === 0) return;
  const kept = metrics.slice(0, metricsMax);
  const datasets = [...new Set(row.resolved.inputs.filter(({ kind }) => kind === "dataset").map(({ name }) => name.split("/")[0] ?? ""))];
  const [dataset] = datasets;
  await recordEvidenceOfVersion(
    ctx,
    { model, version },
    {
      kind: "metrics",
      title: `Evaluated by ${template}`,
      verdict: "info",
      summary: `${kept.length} metrics of ${jobTitle(row)}${metrics.length > kept.length ? "; it logged more" : ""}.`,
      values: {
        ...Object.fromEntries(kept.map(({ key, value }) => [key, Number.isFinite(value) ? value : null])),
        ...(dataset !== undefined && datasets.length === 1 ? { dataset } : {}),
      },
      method: { template, job: row.id, read: "the newest value of each metric of its run" },
      inputs: [
        { kind: "run", name: row.run_id, digest: null },
        ...row.resolved.inputs.slice(0, 90).map(({ kind, name, sha256 }) => ({ kind, name, digest: sha256 })),
      ],
    },
  );
}
