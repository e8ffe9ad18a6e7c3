import { createGroupCommit, type Deps, insertTasks, recordChanges } from "../kernel/index.ts";
import { commitWrites } from "./ingest/commit-writes.ts";
import { HastyWrite, type RunNumbers } from "./ingest/early-points.ts";
import { createKnownRuns } from "./ingest/known-runs.ts";
import { createMetricKeys } from "./ingest/metric-keys.ts";
import { createRunNews } from "./ingest/run-news.ts";
import type { RunAnswer, RunWrite } from "./ingest/run-write.ts";
import { createRunAlerts } from "./run-alerts/alerts-of-writes.ts";

/** How many writes share a transaction, by rows; a hundred points cost about what a row does. */
const sharing = { maxWeight: 5000, maxInFlight: 2, overlapWeight: 500, patienceMs: 50 };
const pointsOfRow = 100;

interface RunLane {
  readonly submit: (workspaceId: number, write: RunWrite) => Promise<RunAnswer>;
}

const lanes = new WeakMap<Deps, RunLane>();

/** Where a process's writes to runs meet: those of a workspace that come together share a transaction. */
export function runLane(deps: Deps): RunLane {
  const lane = lanes.get(deps) ?? openLane(deps);
  lanes.set(deps, lane);
  return lane;
}

function openLane(deps: Deps): RunLane {
  const { db } = deps;
  const scopeOf = (workspaceId: number) => ({ role: "app", workspaceId, actorId: "ingest", byIndex: true }) as const;
  const metricKeys = createMetricKeys(db);
  const alerts = createRunAlerts();
  const news = createRunNews(async (workspaceId, changes) => {
    await db
      .transaction(scopeOf(workspaceId), async (tx) => recordChanges(tx, workspaceId, changes))
      .then(deps.onChange, (error: unknown) => deps.logger.warn({ err: error }, "a change of logged runs was not announced"));
  });
  const known = createKnownRuns();
  const commit = async (workspaceId: number, writes: readonly RunWrite[], numbers: RunNumbers) => {
    const scope = scopeOf(workspaceId);
    const keyIds = await metricKeys(scope, new Set(writes.flatMap(metricNames)));
    const now = deps.now();
    const { settled, held, asked, taskIds } = await db.transaction(scope, async (tx) => {
      const result = await commitWrites(tx, { workspaceId, now }, { writes, keyIds, numbers });
      recordChanges(tx, workspaceId, news(workspaceId, result.logged));
      const asked = alerts.of({ workspaceId, writes, settled: result.settled, now: now.getTime() });
      return { settled: result.settled, held: result.held, asked, taskIds: await insertTasks(tx, workspaceId, asked) };
    });
    known.remember(workspaceId, held);
    alerts.told(asked);
    deps.onChange();
    if (taskIds.length > 0) void deps.onTasks(taskIds);
    return settled;
  };
  return createGroupCommit<RunWrite, RunAnswer>({
    ...sharing,
    weigh,
    isAlone: (write) => write.kind === "create" && (write.hasChosenId || write.request !== undefined),
    commit: async (workspaceId, writes) => {
      try {
        return await commit(workspaceId, writes, known.of(workspaceId));
      } catch (error) {
        if (!(error instanceof HastyWrite)) throw error;
        known.forget(workspaceId);
        return commit(workspaceId, writes, new Map());
      }
    },
  });
}

const metricNames = (write: RunWrite): string[] => (write.kind === "log" ? write.batch.series.map(({ key }) => key) : []);

function weigh(write: RunWrite): number {
  if (write.kind === "update") return 1;
  if (write.kind === "create") return 1 + write.run.tags.length;
  const { series, params, tags } = write.batch;
  const points = series.reduce((sum, one) => sum + one.points.length, 0);
  return series.length + points / pointsOfRow + params.length + tags.length;
}
