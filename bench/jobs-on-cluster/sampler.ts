import { readFileSync } from "node:fs";

interface Sample {
  /** Seconds since the first. */
  readonly at: number;
  readonly residentMB: number;
  readonly cpuSeconds: number;
}

/** What a process used over a stretch of time. */
export interface Stretch {
  readonly seconds: number;
  readonly cpuShare: number;
  /** Of the resident memory in MB: at its beginning, its end, and between. */
  readonly first: number;
  readonly last: number;
  readonly least: number;
  readonly most: number;
  /** Growth of a straight line through all of it. */
  readonly growthPerMinute: number;
}

export interface Sampler {
  /** Ends the stretch that runs, and begins the next. */
  readonly mark: (name: string) => void;
  /** Ends the stretch that runs, and tells of all. */
  readonly stretches: () => Readonly<Record<string, Stretch>>;
  readonly stop: () => void;
}

const everyMs = 2000;
const ticksPerSecond = 100;

/** Looks at the memory and the time of a process every few seconds. */
export function sampleProcess(pid: number): Sampler {
  const began = performance.now();
  const stretches: Record<string, Stretch> = {};
  let current = { name: "start", samples: [] as Sample[] };
  const look = () => current.samples.push(readSample(pid, (performance.now() - began) / 1000));
  const end = () => {
    look();
    stretches[current.name] = stretchOf(current.samples);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    mark(name) {
      end();
      current = { name, samples: [] };
      look();
    },
    stretches() {
      end();
      return stretches;
    },
    stop: () => clearInterval(timer),
  };
}

function readSample(pid: number, at: number): Sample {
  const [, kibibytes = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  // After the name in brackets; user and system time are the 12th and 13th from there.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return { at, residentMB: Number(kibibytes) / 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond };
}

function stretchOf(samples: readonly Sample[]): Stretch {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) throw new Error("a stretch without a sample");
  const seconds = last.at - first.at;
  const memory = samples.map(({ residentMB }) => residentMB);
  return {
    seconds: Math.round(seconds),
    cpuShare: Number(((last.cpuSeconds - first.cpuSeconds) / Math.max(seconds, 1)).toFixed(2)),
    first: Math.round(first.residentMB),
    last: Math.round(last.residentMB),
    least: Math.round(Math.min(...memory)),
    most: Math.round(Math.max(...memory)),
    growthPerMinute: Number((slopeOf(samples) * 60).toFixed(1)),
  };
}

function slopeOf(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [atMean, memoryMean] = [mean(({ at }) => at), mean(({ residentMB }) => residentMB)];
  const spread = samples.reduce((sum, { at }) => sum + (at - atMean) ** 2, 0);
  return spread === 0 ? 0 : samples.reduce((sum, { at, residentMB }) => sum + (at - atMean) * (residentMB - memoryMean), 0) / spread;
}
