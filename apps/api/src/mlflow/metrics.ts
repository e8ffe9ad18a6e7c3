import { getMetricHistory, metricKeyMax, sampleMetricHistory } from "@plumbline/contracts/experiments/metric";
import * as core from "@plumbline/core/experiments";
import { AppError } from "@plumbline/core/kernel";
import { encodeMetric, encodePage } from "./encode.ts";
import { int, list, required, text } from "./fields.ts";
import { runIdOf } from "./ids.ts";
import { type Call, type MlflowRoute, route } from "./route.ts";
import { refused, refusedBySchema } from "./texts.ts";

const historyMax = 1_000_000;

const history = route(
  {
    method: "GET",
    path: "metrics/get-history",
    operation: getMetricHistory,
    fields: { run_id: required(text), metric_key: required(text), page_token: text, max_results: int },
  },
  async ({ deps, caller }, input) => {
    const limit = input.max_results;
    if (limit !== undefined && limit < 1) {
      throw refused(`Invalid value ${limit} for parameter 'max_results' supplied. It must be a positive integer.`);
    }
    const key = input.metric_key;
    if (key.length > metricKeyMax) return {};
    const page = await core.getMetricHistory(deps, caller, {
      runId: runIdOf(input.run_id),
      key,
      ...(limit === undefined ? {} : { limit: Math.min(limit, historyMax) }),
      ...(input.page_token ? { cursor: input.page_token } : {}),
    });
    return encodePage(
      "metrics",
      page.items.map((point) => encodeMetric(key, point)),
      page.nextCursor,
    );
  },
);

const runsMax = 100;
const bulkMax = 25_000;

/** Used by MLflow's own pages: a flat list, run after run, cut at the limit. */
const bulk = route(
  {
    method: "GET",
    path: "metrics/get-history-bulk",
    operation: getMetricHistory,
    isAjaxOnly: true,
    fields: { run_id: list(text), metric_key: text, max_results: int },
  },
  async (call, input) => {
    const runIds = [...input.run_id].sort();
    if (runIds.length === 0) throw refused("GetMetricHistoryBulk request must specify at least one run_id.");
    if (runIds.length > runsMax) {
      throw refused(`GetMetricHistoryBulk request cannot specify more than ${runsMax} run_ids. Received ${runIds.length} run_ids.`);
    }
    if (input.metric_key === undefined) throw refused("GetMetricHistoryBulk request must specify a metric_key.");
    const limit = Math.min(input.max_results ?? bulkMax, bulkMax);
    const metrics: unknown[] = [];
    for (const runId of runIds) {
      if (metrics.length < limit) metrics.push(...(await pointsOf(call, { runId, key: input.metric_key, limit: limit - metrics.length })));
    }
    return { metrics };
  },
);

/** Points of one run with its id; none for a run that is not there. */
async function pointsOf({ deps, caller }: Call, wanted: { runId: string; key: string; limit: number }): Promise<unknown[]> {
  const { runId, key } = wanted;
  if (key === "" || key.length > metricKeyMax) return [];
  try {
    const { items } = await core.getMetricHistory(deps, caller, { ...wanted, runId: runIdOf(runId) });
    return items.map((point) => ({ ...encodeMetric(key, point), run_id: runId }));
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return [];
    throw error;
  }
}

const samplesMax = 2500;

const interval = route(
  {
    method: "GET",
    path: "metrics/get-history-bulk-interval",
    operation: sampleMetricHistory,
    fields: { run_ids: required(list(text)), metric_key: required(text), start_step: int, end_step: int, max_results: int },
  },
  async ({ deps, caller }, input) => {
    const { start_step: startStep, end_step: endStep, max_results: maxResults = samplesMax, metric_key: key } = input;
    const runIds = [...new Set(input.run_ids)];
    checkInterval({ runs: input.run_ids.length, startStep, endStep, maxResults });
    if (runIds.length === 0 || key.length > metricKeyMax) return {};
    const range = startStep === undefined || endStep === undefined ? {} : { startStep, endStep };
    const { points } = await core.sampleMetricHistory(deps, caller, { runIds: runIds.map(runIdOf), key, maxResults, ...range });
    return encodePage(
      "metrics",
      points.map((point) => ({ ...encodeMetric(key, point), run_id: point.runId })),
      null,
    );
  },
);

interface Interval {
  readonly runs: number;
  readonly startStep: number | undefined;
  readonly endStep: number | undefined;
  readonly maxResults: number;
}

function checkInterval({ runs, startStep, endStep, maxResults }: Interval): void {
  if (runs > runsMax) {
    throw refusedBySchema(`GetMetricHistoryBulkInterval request must specify at most ${runsMax} run_ids. Received ${runs} run_ids.`);
  }
  if (maxResults < 1 || maxResults > samplesMax) throw refusedBySchema(`max_results must be between 1 and ${samplesMax}.`);
  if ((startStep === undefined) !== (endStep === undefined)) {
    throw refused("If either start step or end step are specified, both must be specified.");
  }
  if (startStep !== undefined && endStep !== undefined && startStep > endStep) {
    throw refused(`end_step must be greater than start_step. Found start_step=${startStep} and end_step=${endStep}.`);
  }
}

export const metricRoutes: readonly MlflowRoute[] = [history, bulk, interval];
