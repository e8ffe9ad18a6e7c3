import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant, Milliseconds } from "#src/page.ts";
import { JobRef } from "./job.ts";

export const AttemptRef = JobRef.extend({ attempt: z.coerce.number().int().min(1).max(1_000_000) });

export const logLimits = {
  /** Longer lines are cut into pieces. */
  lineBytes: 32_768,
  chunkBytes: 262_144,
  /** What one attempt prints beyond is counted and not kept. */
  attemptBytes: 1_073_741_824,
  pageLines: 5000,
  searchHits: 1000,
} as const;

/** A line of output. Numbers count from 1 over all ranks of an attempt, in the order of arrival. */
export const LogLine = z.object({
  number: z.int(),
  at: Instant,
  rank: z.int(),
  stream: z.enum(["stdout", "stderr", "platform"]),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

const Rank = z.coerce.number().int().min(0).max(65_535).optional();

export const getLog = operation({
  id: "jobs.getLog",
  method: "GET",
  path: "/jobs/:job/attempts/:attempt/log",
  summary:
    "Returns lines of an attempt's log from a number on, or its last ones. A live reader is told by the change feed (topic `job-log`).",
  params: AttemptRef,
  query: z.object({
    from: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(logLimits.pageLines).default(1000),
    rank: Rank,
  }),
  response: z.object({
    lines: z.array(LogLine),
    /** From where to read on: the line after the last one that was looked at. A page may end early, or be empty where lines of a rank are rare. */
    next: z.int(),
    /** Number of the last line of the log; 0 while there is none. */
    last: z.int(),
    lostLines: z.int(),
    /** The attempt has ended, and nothing follows this page. */
    isComplete: z.boolean(),
  }),
  permission: "job:read",
  audit: reading,
});

export const searchLog = operation({
  id: "jobs.searchLog",
  method: "GET",
  path: "/jobs/:job/attempts/:attempt/log/search",
  summary: "Finds a text in an attempt's log, ignoring case; returns the numbers of the lines.",
  params: AttemptRef,
  query: z.object({ text: z.string().min(1).max(200), rank: Rank }),
  response: z.object({ lines: z.array(z.int()), total: z.int(), isCut: z.boolean() }),
  permission: "job:read",
  audit: reading,
});

/** Streamed as plain text. */
export const downloadLog = operation({
  id: "jobs.downloadLog",
  method: "GET",
  path: "/jobs/:job/attempts/:attempt/log.txt",
  summary: "Streams an attempt's whole log as text.",
  params: AttemptRef,
  query: z.object({ workspace: z.string().max(63).optional() }),
  response: z.unknown(),
  permission: "job:read",
  audit: reading,
});

/** What a launcher found of the machine it runs on. `cpuPercent` is of one processor: 200 for two at work. `busyPercent` says that some kernel ran (NVML), not how much of the GPU worked. */
export const ResourceSample = z.object({
  at: Milliseconds,
  cpuPercent: z.number().nullable().default(null),
  memoryBytes: z.number().nullable().default(null),
  memoryLimitBytes: z.number().nullable().default(null),
  diskBytes: z.number().nullable().default(null),
  gpus: z
    .array(
      z.object({
        index: z.int().min(0).max(255),
        name: z.string().max(200).default(""),
        uuid: z.string().max(100).default(""),
        busyPercent: z.number().nullable().default(null),
        /** Share of the streaming multiprocessors that were active (DCGM). */
        smActivePercent: z.number().nullable().default(null),
        memoryBytes: z.number().nullable().default(null),
        memoryTotalBytes: z.number().nullable().default(null),
      }),
    )
    .max(64)
    .default([]),
});
export type ResourceSample = z.infer<typeof ResourceSample>;

/** What a command wrote into its status file. */
export const StatusReport = z.object({
  progress: z.number().min(0).max(1).nullish(),
  message: z.string().max(300).nullish(),
  remainingSeconds: z.number().min(0).max(1e9).nullish(),
  checkpoint: z.object({ path: z.string().min(1).max(500), step: z.int().nullish() }).nullish(),
});
export type StatusReport = z.infer<typeof StatusReport>;

/**
 * What an attempt's process says. Known by rank and sequence: sent again, it does nothing. A rank sends one report after the other, with growing
 * sequences; it begins with an empty one, and goes on with the sequence that the answer names. `ended` says that the command has exited; how the
 * attempt ended, its executor says.
 */
export const AttemptReport = z.object({
  rank: z.int().min(0).max(65_535).default(0),
  sequence: z.int().min(0),
  lines: z
    .array(z.object({ at: Milliseconds, stream: z.enum(["stdout", "stderr", "platform"]), text: z.string().max(logLimits.lineBytes) }))
    .max(20_000)
    .default([]),
  lostLines: z.int().min(0).default(0),
  samples: z.array(ResourceSample).max(100).default([]),
  status: StatusReport.nullish(),
  phase: z.enum(["inputs", "running", "stopping", "ended"]).optional(),
  exitCode: z.int().nullish(),
});
export type AttemptReport = z.infer<typeof AttemptReport>;

/** Only the token of the attempt itself may report for it. */
export const reportAttempt = operation({
  id: "jobs.reportAttempt",
  method: "POST",
  path: "/jobs/:job/attempts/:attempt/reports",
  summary: "Takes log lines, samples and progress from an attempt's launcher.",
  params: AttemptRef,
  body: AttemptReport,
  response: z.object({ nextSequence: z.int(), stop: z.boolean() }),
  permission: "job:report",
  audit: { none: "logging, as of metrics" },
  rateLimit: "ingest",
});

export const jobLogOperations = [getLog, searchLog, downloadLog, reportAttempt] as const;
