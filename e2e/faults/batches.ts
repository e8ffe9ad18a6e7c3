import assert from "node:assert/strict";
import { call, createRun, stepsOf } from "./mlflow-routes.ts";
import { eventually, type Product } from "./product.ts";

const keys = Array.from({ length: 10 }, (_, index) => `metric-${index}`);
const stepsPerBatch = 100;
const writers = 8;
/** Acknowledged batches between one fault and the next. */
const batchesBetween = 40;

/** Logs batches of 1,000 points from several writers, each batch once, while `fault` strikes again and again; then counts what is there. */
export async function logThroughFaults(product: Product, faults: (() => Promise<void>)[]): Promise<void> {
  const run = await createRun(product);
  const acknowledged = new Set<number>();
  let begun = 0;
  let isOver = false;

  async function write(): Promise<void> {
    while (!isOver) {
      const batch = begun;
      begun += 1;
      const answer = await call(product, "/runs/log-batch", { run_id: run.id, metrics: pointsOf(batch) });
      if (answer?.status === 200) acknowledged.add(batch);
      else await eventually("the api answers again", async () => (await call(product, `/runs/get?run_id=${run.id}`))?.status === 200);
    }
  }

  const writing = Promise.all(Array.from({ length: writers }, write));
  for (const fault of faults) {
    const before = acknowledged.size;
    await eventually("batches are acknowledged", () => acknowledged.size >= before + batchesBetween);
    await fault();
  }
  const before = acknowledged.size;
  await eventually("batches are acknowledged after the last fault", () => acknowledged.size >= before + batchesBetween);
  isOver = true;
  await writing;
  await examine({ product, runId: run.id, begun, acknowledged });
}

function pointsOf(batch: number): object[] {
  const steps = Array.from({ length: stepsPerBatch }, (_, index) => batch * stepsPerBatch + index);
  return keys.flatMap((key) => steps.map((step) => ({ key, value: step / 7, timestamp: 1_700_000_000_000 + step, step })));
}

interface Written {
  product: Product;
  runId: string;
  begun: number;
  acknowledged: ReadonlySet<number>;
}

async function examine({ product, runId, begun, acknowledged }: Written): Promise<void> {
  const histories = await Promise.all(keys.map((key) => stepsOf(product, runId, key)));
  const lost: number[] = [];
  const torn: number[] = [];
  for (let batch = 0; batch < begun; batch += 1) {
    const present = histories.reduce((sum, steps) => sum + countIn(steps, batch), 0);
    if (present !== 0 && present !== keys.length * stepsPerBatch) torn.push(batch);
    if (present === 0 && acknowledged.has(batch)) lost.push(batch);
  }
  assert.deepEqual({ lost, torn }, { lost: [], torn: [] });
  assert.ok(acknowledged.size < begun, "no fault struck while a batch was under way");
}

function countIn(steps: ReadonlySet<number>, batch: number): number {
  let count = 0;
  for (let index = 0; index < stepsPerBatch; index += 1) if (steps.has(batch * stepsPerBatch + index)) count += 1;
  return count;
}
