import type { GpuSample } from "../process-runner.ts";
import type { ProcessRow } from "../process-table.ts";
import type { SampleRecord } from "../read-samples.ts";
import { openSegments } from "../segments.ts";
import { measureDisk } from "./measure-disk.ts";
import { isOverMemory, machineMemoryBytes, measureMemory } from "./measure-memory.ts";
import { createGpuReader } from "./read-gpus.ts";
import type { Watched } from "./watched.ts";

export const sampleEveryMs = 5000;
const segmentBytes = 1024 * 1024;
/** Some days of samples that nobody reads. */
const mostSampleBytes = 16 * 1024 * 1024;
const diskEveryMs = 2000;
/** Looking at a directory with very many files may take a twentieth of the time. */
const restFactor = 20;

/** Processor time since the time before, in percent of one processor. */
function createCpuMeter(): (rows: readonly ProcessRow[]) => number {
  let before = new Map<string, number>();
  let at = performance.now();
  return (rows) => {
    const spentMs = rows.reduce((sum, { key, cpuMs }) => sum + Math.max(0, cpuMs - (before.get(key) ?? 0)), 0);
    const elapsedMs = Math.max(1, performance.now() - at);
    before = new Map(rows.map(({ key, cpuMs }) => [key, cpuMs]));
    at = performance.now();
    return Math.round((spentMs / elapsedMs) * 1000) / 10;
  };
}

/** Ends a program at once that has too much memory: what waits may cost the machine. */
export function watchMemory({ order, log, tree, ending }: Watched): void {
  const { memoryBytes } = order.limits;
  if (memoryBytes === undefined || ending.cause() !== undefined || !isOverMemory(tree.members(), memoryBytes)) return;
  log.say(`the memory limit of ${memoryBytes.toLocaleString("en")} bytes is passed`);
  ending.begin("memory-limit", 0);
}

export interface DiskWatch {
  readonly lastBytes: () => number | null;
  readonly stop: () => void;
}

export function watchDisk({ files, order, log, ending }: Watched): DiskWatch {
  let last: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    const since = performance.now();
    last = await measureDisk(files.work);
    if (isStopped) return;
    if (last > order.limits.diskBytes && ending.cause() === undefined) {
      log.say(
        `the limit of ${order.limits.diskBytes.toLocaleString("en")} bytes on disk is passed: there are ${last.toLocaleString("en")}`,
      );
      ending.begin("disk-limit", order.graceMs);
    }
    timer = setTimeout(look, Math.max(diskEveryMs, (performance.now() - since) * restFactor));
  };
  timer = setTimeout(look, 0);
  return {
    lastBytes: () => last,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Writes samples for as long as there is room for them. */
export function createSampler({ files, order, tree }: Watched, diskBytes: () => number | null): () => Promise<void> {
  const segments = openSegments(files.samples, segmentBytes);
  const readCpu = createCpuMeter();
  const readGpus = createGpuReader({ PATH: order.path, ...order.env });
  return async () => {
    const gpus: GpuSample[] = await readGpus();
    const rows = tree.members();
    const sample: SampleRecord = {
      at: Date.now(),
      cpuPercent: readCpu(rows),
      memoryBytes: measureMemory(rows),
      memoryLimitBytes: order.limits.memoryBytes ?? machineMemoryBytes(),
      diskBytes: diskBytes(),
      gpus,
    };
    const line = Buffer.from(`${JSON.stringify(sample)}\n`);
    if (segments.keptBytes() + line.length <= mostSampleBytes) segments.append(line);
  };
}
