export { openProcessRunner } from "./open-process-runner.ts";
export { ProcessError, type ProcessErrorCode } from "./process-error.ts";
export type {
  EndCause,
  GpuSample,
  LogLine,
  LogPage,
  LogStream,
  Observation,
  ProcessRunner,
  ReadFrom,
  Sample,
  SamplePage,
  StatusReport,
} from "./process-runner.ts";
export { type ProcessFile, type ProcessLimits, type ProcessSpec, processLimits } from "./process-spec.ts";
export { createMask } from "./supervisor/mask-text.ts";
