import { LakeError } from "@plumbline/lake";
import { StatsError } from "@plumbline/stats";
import { AppError, translate } from "../kernel/index.ts";

interface Failure {
  /** For whoever asked. */
  readonly message: string;
  /** Another try may do better, though nothing that it is made from changes. */
  readonly mayPass: boolean;
  readonly isUnexpected: boolean;
}

const passing = new Set(["unavailable", "aborted"]);

/** Why evidence could not be made, in words. */
export function failureOf(error: unknown, timeLimit: AbortSignal): Failure {
  if (timeLimit.aborted) return { message: "It took longer than an hour and was stopped.", mayPass: false, isUnexpected: false };
  if (error instanceof LakeError) return { message: error.message, mayPass: passing.has(error.code), isUnexpected: false };
  if (error instanceof StatsError) return { message: sentence(error.message), mayPass: false, isUnexpected: false };
  const known = translate(error);
  if (known instanceof AppError) return { message: known.message, mayPass: known.code === "unavailable", isUnexpected: false };
  return { message: "It failed for a reason that is in the platform's log.", mayPass: true, isUnexpected: true };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
