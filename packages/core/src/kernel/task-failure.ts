import { OutboundError } from "@plumbline/outbound";
import { StorageError } from "@plumbline/storage";
import { AppError } from "./app-error.ts";
import { translate } from "./verb.ts";

const maxLength = 500;

/**
 * Why an attempt failed, for people of the workspace. Only what was written for people is repeated: the text of any other
 * error may hold a statement, an address or a secret, and stays in the log.
 */
export function describeFailure(error: unknown, timeoutMs: number): string {
  const known = translate(error);
  if (known instanceof AppError) return known.message.slice(0, maxLength);
  if (error instanceof OutboundError) return error.message.slice(0, maxLength);
  if (error instanceof StorageError) return "The artifact storage failed or did not answer.";
  if (isTimeout(error)) return `It was not done within ${inWords(timeoutMs)}.`;
  return "It failed unexpectedly. The worker's log has the reason under this task's id.";
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === "TimeoutError";

function inWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes > 1 ? `${minutes} minutes` : `${Math.round(milliseconds / 1000)} seconds`;
}
