import * as contract from "@plumbline/contracts/experiments/run";
import { notFound, query, workspaceOf } from "../kernel/index.ts";
import { findExperiment } from "./store/experiments.ts";
import { countRunKeys, type KeyCount } from "./store/run-columns.ts";

/** A key that only older runs have is not offered; it can still be searched by. */
const newestRuns = 2000;
/** Of runs with very many keys fewer are looked at: keys of all of them together, for each kind. */
const mostKeys = 200_000;

export const listRunColumns = query(contract.listRunColumns, async (ctx, { experimentId }) => {
  const workspaceId = workspaceOf(ctx).id;
  const experiment = await findExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!experiment) throw notFound("experiment", experimentId);
  const of = { experimentId: experiment.id, lifecycleStage: experiment.lifecycle_stage, newestRuns, mostKeys };
  const { metrics, params, tags } = await countRunKeys(ctx.tx, workspaceId, of);
  return {
    metrics: metrics.map(keyOf),
    params: params.map(keyOf),
    tags: tags.map(keyOf),
    common: {
      metrics: common(metrics).map(keyOf),
      params: common(params).map(keyOf),
      differingParams: common(params)
        .filter(([, , isDiffering]) => isDiffering)
        .map(keyOf),
    },
  };
});

const keyOf = ([key]: KeyCount): string => key;

function common(counts: readonly KeyCount[]): KeyCount[] {
  const most = counts.reduce((max, [, runs]) => Math.max(max, runs), 0);
  return counts.filter(([, runs]) => runs * 2 >= most);
}
