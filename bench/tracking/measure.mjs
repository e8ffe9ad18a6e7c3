const WARM_UP_MS = 1000;

/** Nearest-rank percentiles of the times, in milliseconds. */
export function latencies(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { calls: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Calls `work(worker, call)` in as many loops as the concurrency says, for so long; a call counts when it answers 200. */
export async function drive({ concurrency, seconds }, work) {
  const calls = { next: Array.from({ length: concurrency }, () => 0), times: [], failures: new Map() };
  const loops = (until) => Promise.all(calls.next.map((_, worker) => loop({ worker, until, calls, work })));
  await loops(performance.now() + WARM_UP_MS);
  calls.times = [];
  const began = performance.now();
  await loops(began + seconds * 1000);
  const elapsed = (performance.now() - began) / 1000;
  const failed = [...calls.failures.values()].reduce((sum, count) => sum + count, 0);
  const failures = failed > 0 ? { failures: Object.fromEntries(calls.failures) } : {};
  return { rate: round(calls.times.length / elapsed), failed, ...latencies(calls.times), ...failures };
}

async function loop({ worker, until, calls, work }) {
  do {
    const started = performance.now();
    const answered = await work(worker, calls.next[worker]++);
    if (answered.status === 200) calls.times.push(performance.now() - started);
    else note(calls.failures, `${answered.status} ${answered.text().slice(0, 160)}`);
  } while (performance.now() < until);
}

function note(failures, what) {
  failures.set(what, (failures.get(what) ?? 0) + 1);
}

function round(number) {
  return Math.round(number * 10) / 10;
}
