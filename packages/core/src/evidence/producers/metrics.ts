import type { Evidence } from "@plumbline/contracts/evidence/evidence";
import { AppError, type Ctx, workspaceOf } from "../../kernel/index.ts";
import * as sources from "../store/sources.ts";
import type { Found, Work } from "./work.ts";

/** Values that one piece of evidence has room for, beside the dataset and the requirement's id. */
const metricsMax = 490;

interface Logged {
  readonly from: { readonly kind: "run" | "logged-model"; readonly name: string };
  readonly metrics: readonly sources.LoggedMetric[];
  /** Of the dataset that was named. */
  readonly digests: readonly string[];
}

/** The newest values that the version's logged model or run holds. */
export async function readMetrics(work: Work<"metrics">): Promise<Found> {
  const { input, subject } = work;
  const logged = await work.read((ctx) => findLogged(ctx, work));
  const kept = logged.metrics.slice(0, metricsMax);
  const isCut = logged.metrics.length > kept.length;
  const values = Object.fromEntries(kept.map(({ key, value }) => [key, Number.isFinite(value) ? value : null]));
  const { dataset } = input;
  return {
    title: dataset === undefined ? "Metrics" : `Metrics on ${dataset}`,
    verdict: "info",
    summary: `${isCut ? `The first ${kept.length}` : kept.length} metrics of the ${logged.from.kind === "run" ? "run" : "logged model"} ${logged.from.name}${isCut ? " by name; it has more" : ""}.`,
    values: dataset === undefined ? values : { ...values, dataset },
    method: { read: "the newest value of each metric", isCut },
    inputs: [
      { ...logged.from, digest: null },
      ...(dataset === undefined ? [] : datasetInputs(dataset, logged.digests)),
      ...(logged.from.kind !== "run" && subject.run_id !== null ? [{ kind: "run", name: subject.run_id, digest: null }] : []),
    ],
  };
}

const datasetInputs = (name: string, digests: readonly string[]): Evidence["inputs"] =>
  digests.length === 0 ? [{ kind: "dataset", name, digest: null }] : digests.map((digest) => ({ kind: "dataset", name, digest }));

/** The logged model knows of which dataset a metric is; a run does where it has one dataset alone. */
async function findLogged(ctx: Ctx, { subject, input }: Work<"metrics">): Promise<Logged> {
  const { run_id: runId, logged_model_id: modelId } = subject;
  const { dataset } = input;
  if (runId === null && modelId === null)
    throw nothing("This version came from neither a run nor a logged model, so no metrics are known of it.");
  const ofModel = modelId === null ? undefined : await metricsOfModel(ctx, { modelId, dataset });
  if (ofModel) return ofModel;
  const ofRun =
    runId === null ? undefined : dataset === undefined ? await metricsOfRun(ctx, runId) : await metricsOn(ctx, { runId, dataset });
  if (ofRun) return ofRun;
  throw nothing(
    dataset === undefined
      ? "Neither the version's run nor its logged model holds metrics."
      : `No metrics are known to be of the dataset "${dataset}": log them with it, or leave the dataset out.`,
  );
}

async function metricsOfModel(
  ctx: Ctx,
  { modelId, dataset }: { modelId: string; dataset: string | undefined },
): Promise<Logged | undefined> {
  const { id: workspaceId } = workspaceOf(ctx);
  const metrics = await sources.selectModelMetrics(ctx.tx, workspaceId, { modelId, dataset: dataset ?? null, limit: metricsMax + 1 });
  if (metrics.length === 0) return undefined;
  const digests = dataset === undefined ? [] : await sources.selectModelDigests(ctx.tx, workspaceId, { modelId, dataset });
  return { from: { kind: "logged-model", name: modelId }, metrics, digests };
}

async function metricsOfRun(ctx: Ctx, runId: string, digests: readonly string[] = []): Promise<Logged | undefined> {
  const metrics = await sources.selectRunMetrics(ctx.tx, workspaceOf(ctx).id, { runId, limit: metricsMax + 1 });
  return metrics.length === 0 ? undefined : { from: { kind: "run", name: runId }, metrics, digests };
}

async function metricsOn(ctx: Ctx, of: { runId: string; dataset: string }): Promise<Logged | undefined> {
  const { id: workspaceId } = workspaceOf(ctx);
  const models = await sources.selectModelsOfRun(ctx.tx, workspaceId, of);
  const [modelId] = models;
  if (modelId !== undefined && models.length === 1) return metricsOfModel(ctx, { modelId, dataset: of.dataset });
  const datasets = await sources.selectRunDatasets(ctx.tx, workspaceId, of.runId);
  const isOnly = datasets.length > 0 && datasets.every(({ name }) => name === of.dataset);
  return isOnly
    ? metricsOfRun(
        ctx,
        of.runId,
        datasets.map(({ digest }) => digest),
      )
    : undefined;
}

const nothing = (detail: string): AppError => new AppError("conflict", detail, { params: { reason: "no-metrics" } });
