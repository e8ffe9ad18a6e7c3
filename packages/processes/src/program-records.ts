import type { EndCause } from "./process-runner.ts";

/** How a program ended, as it lies on disk. */
export interface ExitRecord {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly cause: EndCause;
  readonly message: string;
}

/** Who supervises a program, and since when. */
export interface SupervisorRecord {
  readonly pid: number;
  readonly began: string;
  readonly startedAt: number;
  readonly mark: string;
}

/** A wish to end a program. */
export interface StopRecord {
  /** When it is killed if it still runs, in milliseconds since 1970. */
  readonly killAt: number;
}

export interface ProgramRecord {
  readonly pid: number;
}
