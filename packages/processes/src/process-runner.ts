import type { ProcessSpec } from "./process-spec.ts";

/**
 * Why a program ended. `exited`: by itself. `time-limit`, `disk-limit`, `memory-limit`: it passed what its spec
 * allows, or for `memory-limit` what the machine has.
 * `stopped`: it was asked to. `lost`: its supervisor was killed or the machine restarted, or it could not be prepared; what was left of it was ended.
 */
export type EndCause = "exited" | "time-limit" | "disk-limit" | "memory-limit" | "stopped" | "lost";

export type Observation =
  /** Never started, or removed. */
  | { readonly state: "absent" }
  /** `pid` is the program's; null for the moment before it has one. */
  | { readonly state: "running"; readonly startedAt: Date; readonly pid: number | null }
  | {
      readonly state: "ended";
      readonly startedAt: Date;
      readonly endedAt: Date;
      /** Null where a signal ended it, or where nobody saw its end. 127 when there is no such command, 126 when it cannot be run. */
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly cause: EndCause;
      /** One sentence for people. */
      readonly message: string;
    };

export type LogStream = "stdout" | "stderr" | "platform";

export interface LogLine {
  /** From 1, without gaps. */
  readonly number: number;
  readonly at: Date;
  /** `platform`: a word of the supervisor's own. */
  readonly stream: LogStream;
  /**
   * Without its line end; secrets are masked, and what is not UTF-8 is replaced. At most 32 KiB of UTF-8. Of what carriage returns overwrite,
   * such as a progress bar, one state a second is kept.
   */
  readonly text: string;
  /** The next line of this stream goes on where this one was cut. */
  readonly isContinued: boolean;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Where to read on; the same as asked for when there is nothing new. */
  readonly nextOffset: number;
  /** How many lines are missing between those of this page, because the log had reached its limit. A line says so where they are missing. */
  readonly lostLines: number;
}

export interface GpuSample {
  readonly index: number;
  readonly name: string;
  readonly uuid: string;
  /** Share of the time in which some kernel ran, as NVML's utilization.gpu: says nothing of how much of the device it used. Null where it is not measured. */
  readonly busyPercent: number | null;
  readonly memoryBytes: number | null;
  readonly memoryTotalBytes: number | null;
}

export interface Sample {
  readonly at: Date;
  /** Of one processor: 200 for two at work since the sample before. */
  readonly cpuPercent: number;
  /** What the processes have in memory together; what they share counts once where the system tells. */
  readonly memoryBytes: number;
  /** What they may have, by the spec or by the machine. */
  readonly memoryLimitBytes: number;
  /** Of the working directory, as of the last look; null before the first. */
  readonly diskBytes: number | null;
  /** The devices that the program may use, used by it or not. */
  readonly gpus: readonly GpuSample[];
}

export interface SamplePage {
  readonly samples: readonly Sample[];
  readonly nextOffset: number;
}

/** What a program said last by its status file. */
export interface StatusReport {
  readonly at: Date;
  /** 0 to 1. */
  readonly progress?: number;
  readonly message?: string;
  readonly checkpoint?: { readonly path: string; readonly step?: number };
  readonly remainingSeconds?: number;
}

/** Bytes from `offset` on, about `maxBytes` of them. */
export interface ReadFrom {
  readonly offset: number;
  readonly maxBytes: number;
}

/**
 * Programs under names, each with a supervisor of its own that outlives whoever started it. Everything is found again by name, by any number
 * of runners on one directory. What can fail raises ProcessError.
 */
export interface ProcessRunner {
  /** Resolves once the program runs or has failed to. What has the name already, running or ended, is left alone. */
  start(name: string, spec: ProcessSpec): Promise<void>;
  /** Ends what is left of a program whose supervisor is gone, before it answers `lost`. */
  observe(name: string): Promise<Observation>;
  /** SIGTERM to all of the program, and SIGKILL when it is still there after the grace. Returns at once. Asking again can only shorten the grace. */
  stop(name: string, options: { readonly graceMs: number }): Promise<void>;
  /** Forgets an ended program and deletes its directory; throws `running` for one that runs. */
  remove(name: string): Promise<void>;
  /** All that have a directory: started or being started, and not removed. In the order of their names. */
  list(): Promise<string[]>;
  /** The program's working directory, which may be filled before it is started. */
  workDirectory(name: string): string;
  /** Whole lines. */
  readLog(name: string, from: ReadFrom): Promise<LogPage>;
  /** Tells that the log before `offset` is kept elsewhere: its room is free for new lines. */
  releaseLog(name: string, before: { readonly offset: number }): Promise<void>;
  /** One sample every five seconds. */
  readSamples(name: string, from: ReadFrom): Promise<SamplePage>;
  releaseSamples(name: string, before: { readonly offset: number }): Promise<void>;
  /** Undefined while the program has said nothing valid. */
  readStatus(name: string): Promise<StatusReport | undefined>;
  /** Stops everything that runs and waits until it has ended; throws `running` when something does not end. */
  stopAll(options: { readonly graceMs: number }): Promise<void>;
}
