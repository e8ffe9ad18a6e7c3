import { logBatch as contract } from "@plumbline/contracts/experiments/run";
import { authorize, type Caller, createGroupCommit, type Deps, recordChanges, translate, workspaceOf } from "../kernel/index.ts";
import { type CheckedBatch, checkBatch, type LogBatchInput } from "./ingest/check-batch.ts";
import { writeBatches } from "./ingest/commit-batches.ts";
import { createMetricKeys } from "./ingest/metric-keys.ts";
import { createRunNews } from "./ingest/run-news.ts";

/** Points and pairs that one transaction writes at most, unless a single request has more. */
const maxWeight = 20_000;
/** While one transaction waits for the disk, the next one fills. */
const maxInFlight = 2;

interface Ingest {
  readonly submit: (workspaceId: number, batch: CheckedBatch) => Promise<undefined>;
}

const ingests = new WeakMap<Deps, Ingest>();

/** The ingest lane of a process. */
function ingestOf(deps: Deps): Ingest {
  const ingest = ingests.get(deps) ?? openIngest(deps);
  ingests.set(deps, ingest);
  return ingest;
}

function openIngest(deps: Deps): Ingest {
  const { db } = deps;
  const scopeOf = (workspaceId: number) => ({ role: "app", workspaceId, actorId: "ingest" }) as const;
  const metricKeys = createMetricKeys(db);
  const news = createRunNews(async (workspaceId, changes) => {
    await db
      .transaction(scopeOf(workspaceId), async (tx) => recordChanges(tx, workspaceId, changes))
      .then(deps.onChange, (error: unknown) => deps.logger.warn({ err: error }, "a change of logged runs was not announced"));
  });
  return createGroupCommit<CheckedBatch, undefined>({
    maxWeight,
    maxInFlight,
    weigh: (batch) => batch.series.reduce((sum, one) => sum + one.block.count, batch.params.length + batch.tags.length),
    commit: async (workspaceId, batches) => {
      const scope = scopeOf(workspaceId);
      const keyIds = await metricKeys(scope, new Set(batches.flatMap((batch) => batch.series.map((one) => one.key))));
      const settled = await db.transaction(scope, async (tx) => {
        const result = await writeBatches(tx, workspaceId, { batches, keyIds });
        recordChanges(tx, workspaceId, news(workspaceId, result.written));
        return result.settled;
      });
      deps.onChange();
      return settled;
    },
  });
}

async function log(deps: Deps, caller: Caller, input: LogBatchInput): Promise<Record<string, never>> {
  await authorize(deps, caller, contract);
  const batch = checkBatch(input);
  try {
    await ingestOf(deps).submit(workspaceOf(caller).id, batch);
  } catch (error) {
    throw translate(error);
  }
  return {};
}

/**
 * Logs points, params and tags of a run: resolves once they are committed, and writes identical points once however
 * often the request is repeated. Concurrent requests of a workspace share transactions; one that may not be written
 * (unknown or deleted run, changed param) fails alone and whole.
 */
export const logBatch = Object.assign(log, { operation: contract });
