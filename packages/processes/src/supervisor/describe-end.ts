import type { EndCause } from "../process-runner.ts";
import type { ProcessLimits } from "../process-spec.ts";

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Nobody here asked for its end. */
  readonly isByMachine: boolean;
}

const grouped = (value: number): string => value.toLocaleString("en");

function describeExit({ exitCode, signal }: ProgramEnd): string {
  return signal === null ? `The program ended with exit code ${exitCode}.` : `The program was ended by ${signal}.`;
}

/** One sentence for people. */
export function describeEnd(cause: EndCause, end: ProgramEnd, limits: ProcessLimits): string {
  const how = end.signal === null ? `ended with exit code ${end.exitCode}` : `was ended by ${end.signal}`;
  switch (cause) {
    case "exited":
    case "lost":
      return describeExit(end);
    case "stopped":
      return `The program was asked to end, and ${how}.`;
    case "time-limit":
      return `The program passed its time limit of ${grouped(limits.timeMs / 1000)} s, and ${how}.`;
    case "disk-limit":
      return `The program passed its limit of ${grouped(limits.diskBytes)} bytes on disk, and ${how}.`;
    case "memory-limit":
      if (end.isByMachine) return "The machine had no memory left, and its kernel ended the program.";
      return `The program passed its limit of ${grouped(limits.memoryBytes ?? 0)} bytes of memory, and ${how}.`;
  }
}
