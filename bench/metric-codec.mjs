// Prints JSON: points a second through the metric block codec, and bytes a point, for typical series.
// Run: node bench/metric-codec.mjs [seconds per measurement]
import { decodeMetricBlock, encodeMetricBlock, summarizePoints } from "../packages/core/src/experiments/metric-block.ts";

const seconds = Number(process.argv[2] ?? 0.5);
const start = 1_700_000_000_000;

let seed = 42;
function random() {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

function series(count, value) {
  let timestamp = start;
  return Array.from({ length: count }, (_, step) => {
    timestamp += 20 + Math.floor(random() * 60);
    return { step, timestamp, value: value(step) };
  });
}

const shapes = {
  "loss, float64": (step) => 1 / (1 + step / 50) + random() * 0.05,
  "loss, float32": (step) => Math.fround(1 / (1 + step / 50) + random() * 0.05),
  "accuracy, 4 decimals": (step) => Math.round((1 - 1 / (2 + step / 20) + random() * 0.01) * 1e4) / 1e4,
  "epoch counter": (step) => Math.floor(step / 100),
  "constant learning rate": () => 0.001,
};

function perSecond(points, run) {
  for (let warm = 0; warm < 20; warm += 1) run();
  const begin = process.hrtime.bigint();
  let rounds = 0;
  let elapsed = 0;
  while (elapsed < seconds) {
    run();
    rounds += 1;
    elapsed = Number(process.hrtime.bigint() - begin) / 1e9;
  }
  return Math.round((rounds * points) / elapsed);
}

const results = [];
for (const [shape, value] of Object.entries(shapes)) {
  for (const count of [1, 100, 10_000]) {
    const points = series(count, value);
    const { bytes } = encodeMetricBlock(points);
    results.push({
      shape,
      pointsPerBlock: count,
      bytesPerPoint: Number((bytes.length / count).toFixed(2)),
      encodePerSecond: perSecond(count, () => encodeMetricBlock(points)),
      decodePerSecond: perSecond(count, () => decodeMetricBlock(bytes)),
      summarizePerSecond: perSecond(count, () => summarizePoints(points)),
    });
  }
}
process.stdout.write(`${JSON.stringify({ node: process.version, seconds, results }, null, 2)}\n`);
