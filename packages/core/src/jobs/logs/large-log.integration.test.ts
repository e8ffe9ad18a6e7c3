import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { logLimits } from "@plumbline/contracts/jobs/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "../../kernel/index.ts";
import type { ReportOf } from "./accept-report.ts";
import { downloadLog } from "./download-log.ts";
import { getLog } from "./get-log.ts";
import { openTestLog, type TestLog } from "./open-test-log.ts";
import { searchLog } from "./search-log.ts";

const mebibyte = 2 ** 20;
const reports = (64 * mebibyte) / logLimits.chunkBytes;
/** Lines of 128 bytes with their ends: one report is full of them. */
const linesOfReport = logLimits.chunkBytes / 128;
const timeout = 240_000;
/**
 * What is reachable: a frame's text, a page. And what lies outside the heap: a segment, buffers of connections, and working memory of the
 * compression, which is given back some time after it was used.
 */
const growthMax = { heapBytes: 8 * mebibyte, externalBytes: 40 * mebibyte };

let log: TestLog;
let job: ReportOf;
let deps: Deps;
let peak = { heapBytes: 0, externalBytes: 0 };

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
function inMemory(): typeof peak {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heapBytes: heapUsed, externalBytes: external };
}
const look = (): void => {
  const { heapBytes, externalBytes } = inMemory();
  peak = { heapBytes: Math.max(peak.heapBytes, heapBytes), externalBytes: Math.max(peak.externalBytes, externalBytes) };
};

const lineOf = (number: number): string => `step ${number} loss ${Math.sin(number).toFixed(15)}`.padEnd(127, " .:");

beforeAll(async () => {
  log = await openTestLog();
  job = await log.runningJob();
  // Each time that bytes go into the storage or come out of it, the most is in memory.
  deps = {
    ...log.deps,
    storage: Object.assign(Object.create(log.deps.storage), {
      put: (...given: Parameters<Deps["storage"]["put"]>) => {
        look();
        return log.deps.storage.put(...given);
      },
      get: (...given: Parameters<Deps["storage"]["get"]>) => {
        look();
        return log.deps.storage.get(...given);
      },
    }),
  };
});
afterAll(() => log.close());

test("64 MiB are taken, sealed, searched, paged and downloaded in memory that does not grow with them", { timeout }, async () => {
  let number = 0;
  const send = async (sequence: number) => {
    const lines = Array.from({ length: linesOfReport }, () => lineOf(++number));
    await log.report(job, { sequence, lines });
  };
  await send(0);
  const before = inMemory();
  for (let sequence = 1; sequence < reports; sequence++) {
    await send(sequence);
    if (sequence % 32 === 31) await log.seal(job, deps);
  }
  await log.end(job);
  await log.seal(job, deps);
  const total = reports * linesOfReport;
  expect(await log.attempt(job)).toMatchObject({ log_lines: total, log_bytes: String(64 * mebibyte), waiting_chunks: 0 });

  const of = { job: job.jobId, attempt: 1 };
  const page = await getLog(deps, log.reader, { ...of, from: total / 2, limit: 3 });
  expect(page.lines.map(({ text }) => text)).toEqual([0, 1, 2].map((after) => lineOf(total / 2 + after)));
  expect((await getLog(deps, log.reader, { ...of, limit: 1 })).lines).toMatchObject([{ number: total, text: lineOf(total) }]);
  expect(await searchLog(deps, log.reader, { ...of, text: `Step ${total - 7} ` })).toEqual({ lines: [total - 7], total: 1, isCut: false });

  let [bytes, pieces] = [0, 0];
  for await (const piece of (await downloadLog(deps, log.reader, of)).content) {
    bytes += (piece as Buffer).length;
    if (++pieces % 32 === 0) look();
  }
  expect(bytes).toBe(64 * mebibyte);
  expect(peak.heapBytes - before.heapBytes).toBeLessThan(growthMax.heapBytes);
  expect(peak.externalBytes - before.externalBytes).toBeLessThan(growthMax.externalBytes);
});
