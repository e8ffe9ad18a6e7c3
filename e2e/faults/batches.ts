import assert from "node:assert/strict";
import { isReady } from "./api-process.ts";
import { type Answer, call, createRun, historyOf, pairsOf } from "./mlflow-routes.ts";
import { eventually, type Server } from "./server.ts";

const keys = ["loss", "accuracy", "gradient/norm", "learning rate", "epoch"];
const stepsPerBatch = 40;
const writers = 8;
/** Acknowledged batches between one fault and the next. */
const batchesBetween = 60;

interface Load {
  readonly server: Server;
  /** They strike one after the other, while batches are under way. */
  readonly faults: readonly (() => Promise<void>)[];
  /** Whether a batch that was not acknowledged is sent again, as MLflow's client does. */
  readonly repeats: boolean;
}

interface Written {
  readonly server: Server;
  readonly runId: string;
  readonly begun: number;
  readonly acknowledged: ReadonlySet<number>;
}

/** Logs batches of points, a param and a tag from several clients while the faults strike; then looks for each batch. */
export async function logThroughFaults({ server, faults, repeats }: Load): Promise<void> {
  const runId = await createRun(server);
  const acknowledged = new Set<number>();
  const refusals: Answer[] = [];
  let begun = 0;
  let unanswered = 0;
  let isOver = false;

  async function send(batch: number): Promise<boolean> {
    const answer = await call(server, "/runs/log-batch", { run_id: runId, ...contentsOf(batch) });
    if (answer?.status === 200) acknowledged.add(batch);
    else if (answer) refusals.push(answer);
    else unanswered += 1;
    return answer?.status === 200;
  }
  async function write(): Promise<void> {
    while (!isOver) {
      const batch = begun;
      begun += 1;
      let isWritten = await send(batch);
      while (!isWritten) {
        await eventually("the api is ready again", () => isReady(server.url));
        if (!repeats) break;
        isWritten = await send(batch);
      }
    }
  }
  async function more(): Promise<void> {
    const before = acknowledged.size;
    await eventually("more batches are acknowledged", () => acknowledged.size >= before + batchesBetween);
  }

  const writing = Promise.all(Array.from({ length: writers }, write));
  try {
    for (const strike of faults) {
      await more();
      await strike();
    }
    await more();
  } finally {
    isOver = true;
  }
  await writing;
  assert.deepEqual(refusals.filter(isUnexpected), []);
  assert.ok(unanswered + refusals.length > 0, "no fault struck while a batch was under way");
  await examine({ server, runId, begun, acknowledged });
}

/** Whatever a client does not try again, or could not read. */
function isUnexpected({ status, body }: Answer): boolean {
  return status !== 503 || body.error_code !== "TEMPORARILY_UNAVAILABLE" || typeof body.message !== "string";
}

function contentsOf(batch: number): object {
  const steps = stepsOf(batch);
  return {
    metrics: keys.flatMap((key) => steps.map((step) => ({ key, value: valueAt(step), timestamp: 1_700_000_000_000 + step, step }))),
    params: [{ key: `param-${batch}`, value: `value-${batch}` }],
    tags: [{ key: `tag-${batch}`, value: `value-${batch}` }],
  };
}

const stepsOf = (batch: number) => Array.from({ length: stepsPerBatch }, (_, index) => batch * stepsPerBatch + index);
const valueAt = (step: number) => step / 7;

async function examine({ server, runId, begun, acknowledged }: Written): Promise<void> {
  const histories = await Promise.all(keys.map((key) => historyOf(server, runId, key)));
  const { params, tags } = await pairsOf(server, runId);
  for (const points of histories) {
    assert.equal(new Set(points.map(({ step }) => step)).size, points.length, "a point is there more than once");
    assert.ok(
      points.every(({ step, value }) => value === valueAt(step)),
      "a point has another value",
    );
  }
  const present = histories.map((points) => new Set(points.map(({ step }) => step)));
  const partsOf = (batch: number) => [
    ...present.flatMap((steps) => stepsOf(batch).map((step) => steps.has(step))),
    params.get(`param-${batch}`) === `value-${batch}`,
    tags.get(`tag-${batch}`) === `value-${batch}`,
  ];
  const lost: number[] = [];
  const torn: number[] = [];
  let whole = 0;
  for (let batch = 0; batch < begun; batch += 1) {
    const parts = partsOf(batch);
    if (parts.every(Boolean)) whole += 1;
    else if (parts.some(Boolean)) torn.push(batch);
    else if (acknowledged.has(batch)) lost.push(batch);
  }
  assert.deepEqual({ lost, torn }, { lost: [], torn: [] });
  await compareWithRows({ server, runId }, whole);
}

/** What the tables hold, and what is counted beside them, is what the api shows. */
async function compareWithRows({ server, runId }: Pick<Written, "server" | "runId">, batches: number): Promise<void> {
  const points = batches * stepsPerBatch;
  const [arrived] = await server.database.rows<{ arrivals: number; points: number }>(
    `SELECT count(*)::int AS arrivals, COALESCE(sum(a.count), 0)::int AS points
     FROM metric_arrival a JOIN run r ON r.key = a.run_key WHERE r.run_id = $1`,
    [runId],
  );
  assert.deepEqual(arrived, { arrivals: batches, points: points * keys.length });
  const counted = await server.database.rows<{ name: string; points: number }>(
    `SELECT k.name, s.count::int AS points FROM run r JOIN metric_summary s ON s.run_key = r.key JOIN metric_key k ON k.id = s.key_id
     WHERE r.run_id = $1`,
    [runId],
  );
  const byName = (left: { name: string }, right: { name: string }) => (left.name < right.name ? -1 : 1);
  assert.deepEqual(counted.sort(byName), keys.map((name) => ({ name, points })).sort(byName));
  const pairs = await server.database.rows<{ params: number; tags: number }>(
    `SELECT (SELECT count(*)::int FROM run_param p WHERE p.run_key = r.key) AS params,
            (SELECT count(*)::int FROM run_tag t WHERE t.run_key = r.key AND t.key LIKE 'tag-%') AS tags
     FROM run r WHERE r.run_id = $1`,
    [runId],
  );
  assert.deepEqual(pairs, [{ params: batches, tags: batches }]);
}
