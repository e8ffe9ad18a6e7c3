/** Nearest-rank percentiles of the times, in milliseconds. */
export function latencies(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { calls: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Calls `work(worker, call)` in as many loops as the concurrency says, for so long; a call counts when it answers 200. */
export async function drive({ concurrency, seconds }, work) {
  const times = [];
  const failures = new Map();
  const began = performance.now();
  const end = began + seconds * 1000;
  const loop = async (_, worker) => {
    for (let call = 0; performance.now() < end; call++) {
      const started = performance.now();
      const answered = await work(worker, call);
      if (answered.status === 200) times.push(performance.now() - started);
      else note(failures, `${answered.status} ${answered.text().slice(0, 160)}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const elapsed = (performance.now() - began) / 1000;
  const failed = [...failures.values()].reduce((sum, count) => sum + count, 0);
  return {
    rate: round(times.length / elapsed),
    failed,
    ...latencies(times),
    ...(failed > 0 ? { failures: Object.fromEntries(failures) } : {}),
  };
}

function note(failures, what) {
  failures.set(what, (failures.get(what) ?? 0) + 1);
}

function round(number) {
  return Math.round(number * 10) / 10;
}
