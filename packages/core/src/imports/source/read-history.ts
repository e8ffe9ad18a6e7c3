import { BulkHistory, HistoryPage, type SourceMetric } from "./entities.ts";
import { pages } from "./pages.ts";
import type { SourceCalls } from "./source-calls.ts";
import { SourceFailure } from "./source-failure.ts";

/** Points of one metric of one run, in parts: all of them, each once. */
export type PointsRead = (runId: string, points: readonly SourceMetric[]) => Promise<void>;

/** Reads every point of a metric of runs. */
export type ReadHistory = (of: { readonly key: string; readonly runIds: readonly string[] }, read: PointsRead) => Promise<void>;

/** Servers take so many runs in one request, and answer with so many points at most. */
const bulkRuns = 100;
const bulkPoints = 25_000;
const bulkPath = "/ajax-api/2.0/mlflow/metrics/get-history-bulk";
const historyPath = "/api/2.0/mlflow/metrics/get-history";

export function openHistories(calls: SourceCalls): ReadHistory {
  let hasBulk = true;

  /** False where the answer was cut off: then nothing of it was read. */
  const bulk = async (key: string, runIds: readonly string[], read: PointsRead): Promise<boolean> => {
    const query = [
      ...runIds.map((runId) => ["run_id", runId] as const),
      ["metric_key", key] as const,
      ["max_results", String(bulkPoints)] as const,
    ];
    const { metrics } = await calls.ask(BulkHistory, { method: "GET", path: bulkPath, query });
    if (metrics.length >= bulkPoints) return false;
    const points = Map.groupBy(metrics, (metric) => metric.run_id);
    await Promise.all(runIds.map((runId) => read(runId, points.get(runId) ?? [])));
    return true;
  };

  /** False where the server does not know such requests, or has more points than it puts into an answer. */
  const inBulk = async (key: string, runIds: readonly string[], read: PointsRead): Promise<boolean> => {
    if (!hasBulk || runIds.length === 1) return false;
    try {
      return await bulk(key, runIds, read);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      hasBulk = false;
      return false;
    }
  };

  const some = async (key: string, runIds: readonly string[], read: PointsRead): Promise<void> => {
    if (await inBulk(key, runIds, read)) return;
    if (hasBulk && runIds.length > 1) {
      const half = Math.ceil(runIds.length / 2);
      await some(key, runIds.slice(0, half), read);
      await some(key, runIds.slice(half), read);
      return;
    }
    for (const runId of runIds) await paged(calls, { key, runId }, read);
  };

  return async ({ key, runIds }, read) => {
    for (let start = 0; start < runIds.length; start += bulkRuns) await some(key, runIds.slice(start, start + bulkRuns), read);
  };
}

const isUnknown = (error: unknown): boolean =>
  error instanceof SourceFailure && error.status !== null && [400, 404, 405, 501].includes(error.status);

async function paged(calls: SourceCalls, { key, runId }: { key: string; runId: string }, read: PointsRead): Promise<void> {
  const all = pages(calls, HistoryPage, {
    call: ({ page_token: token }) => ({
      method: "GET",
      path: historyPath,
      query: [
        ["run_id", runId],
        ["metric_key", key],
        ["max_results", String(bulkPoints)],
        ...(token === undefined ? [] : [["page_token", token] as const]),
      ],
    }),
    itemsOf: ({ metrics }) => metrics,
  });
  for await (const points of all) await read(runId, points);
}
