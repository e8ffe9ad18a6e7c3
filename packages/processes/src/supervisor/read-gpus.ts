import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { GpuSample } from "../process-runner.ts";

const ask = promisify(execFile);
const query = ["index", "uuid", "name", "utilization.gpu", "memory.used", "memory.total"];
const patienceMs = 5000;
const mostFailures = 3;
const mebibyte = 1024 * 1024;

/** `[N/A]`, `[Not Supported]` and the like are no measure. */
function measure(text: string | undefined, unit: number): number | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) * unit : null;
}

/** One line of `nvidia-smi --query-gpu=… --format=csv,noheader,nounits`. */
function parseGpu(line: string): GpuSample[] {
  const [index = "", uuid = "", name = "", busy, used, total] = line.split(",").map((cell) => cell.trim());
  if (!/^\d+$/.test(index) || uuid === "") return [];
  return [
    {
      index: Number(index),
      name,
      uuid,
      busyPercent: measure(busy, 1),
      memoryBytes: measure(used, mebibyte),
      memoryTotalBytes: measure(total, mebibyte),
    },
  ];
}

/** Devices by number or by the beginning of their identifier; a list ends at the first entry that names none, as CUDA reads it. */
export function selectGpus(gpus: readonly GpuSample[], visible: string | undefined): GpuSample[] {
  if (visible === undefined) return [...gpus];
  const found = visible
    .split(",")
    .map((wish) => wish.trim())
    .map((wish) => gpus.find(({ index, uuid }) => wish !== "" && (String(index) === wish || uuid.startsWith(wish))));
  const end = found.indexOf(undefined);
  return found.slice(0, end === -1 ? found.length : end).filter((gpu) => gpu !== undefined);
}

/** Asks the driver's tool for the devices that a program may use; no more once it is not there or keeps failing. */
export function createGpuReader(env: Readonly<Record<string, string>>): () => Promise<GpuSample[]> {
  let failures = 0;
  return async () => {
    if (failures >= mostFailures) return [];
    try {
      const { stdout } = await ask("nvidia-smi", [`--query-gpu=${query.join(",")}`, "--format=csv,noheader,nounits"], {
        timeout: patienceMs,
        killSignal: "SIGKILL",
        env: { PATH: env.PATH ?? "" },
      });
      failures = 0;
      return selectGpus(stdout.split("\n").flatMap(parseGpu), env.CUDA_VISIBLE_DEVICES);
    } catch (error) {
      failures = (error as NodeJS.ErrnoException).code === "ENOENT" ? mostFailures : failures + 1;
      return [];
    }
  };
}
