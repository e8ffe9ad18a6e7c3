import type { CardFields } from "@plumbline/contracts/registry/card";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { readActors } from "./model-view.ts";
import { findPreviousCard } from "./store/cards.ts";
import { findModelByKey } from "./store/models.ts";
import { type DatasetUse, listDatasetsOf, listMetricsOf } from "./store/sources.ts";
import type { VersionRow } from "./store/versions.ts";

const metricsShown = 50;
const datasetsShown = 100;
const evaluation = /eval|test|valid/i;

/** The card of a version that nobody has edited: figures and data from its run, the rest from the version before and the intake. */
export async function prefill(ctx: Ctx, version: VersionRow): Promise<CardFields> {
  const { id: workspaceId } = workspaceOf(ctx);
  const model = await findModelByKey(ctx.tx, workspaceId, { key: version.model_key, hold: false });
  const earlier = await findPreviousCard(ctx.tx, workspaceId, { modelKey: version.model_key, version: version.version });
  const intake = model?.intake;
  const ownerId = intake?.businessOwnerId ?? null;
  const owner = ownerId === null ? null : (await readActors(ctx, [ownerId]))(ownerId).name;
  const { trainingData, evaluationData, performance } = await recordsOf(ctx, version);
  const of = (name: keyof CardFields, ...others: readonly (string | null | undefined)[]): string =>
    [earlier?.[name], ...others].find((text) => text) ?? "";
  return {
    overview: of("overview", model?.description, intake?.purpose),
    intendedUse: of("intendedUse", intake?.intendedUse),
    outOfScopeUse: of("outOfScopeUse", intake?.outOfScopeUse),
    factors: of("factors"),
    trainingData: trainingData || of("trainingData"),
    evaluationData: evaluationData || of("evaluationData"),
    // Figures of another version would be untrue of this one.
    performance,
    limitations: of("limitations"),
    ethicalConsiderations: of("ethicalConsiderations"),
    humanOversight: of("humanOversight"),
    monitoringPlan: of("monitoringPlan"),
    contact: of("contact", owner),
  };
}

async function recordsOf(
  ctx: Ctx,
  { run_id: runId }: VersionRow,
): Promise<Pick<CardFields, "trainingData" | "evaluationData" | "performance">> {
  if (runId === null) return { trainingData: "", evaluationData: "", performance: "" };
  const { id: workspaceId } = workspaceOf(ctx);
  const datasets = await listDatasetsOf(ctx.tx, workspaceId, { runId, limit: datasetsShown });
  const metrics = await listMetricsOf(ctx.tx, workspaceId, { runId, limit: metricsShown });
  const isEvaluation = ({ context }: DatasetUse): boolean => context !== null && evaluation.test(context);
  return {
    trainingData: lines(datasets.filter((use) => !isEvaluation(use))),
    evaluationData: lines(datasets.filter(isEvaluation)),
    // How busy the machine was says nothing of the model.
    performance: metrics
      .filter(({ key }) => !key.startsWith("system/"))
      .map(({ key, value }) => `${key}: ${Number(value.toPrecision(4))}`)
      .join("\n"),
  };
}

const lines = (uses: readonly DatasetUse[]): string => uses.map(({ name, digest }) => `${name} (${digest})`).join("\n");
