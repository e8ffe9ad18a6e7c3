import type { ErrorCode } from "@plumbline/contracts/problem";
import { AppError, translate } from "@plumbline/core/kernel";
import type { FastifyError } from "fastify";
import { describe } from "./error-texts.ts";
import type { Told } from "./told.ts";

/** An error as an MLflow client reads it. */
export interface MlflowError {
  readonly status: number;
  readonly body: { readonly error_code: string; readonly message: string };
  readonly retryAfterSeconds?: number;
  /** Ours to look at: the log gets it with its cause. */
  readonly fault?: unknown;
}

/**
 * Status and name of every way to fail. Clients repeat 408, 429 and 5xx for minutes, so whatever repeating cannot mend is
 * below 500, even where a stock server says 500.
 */
const answers: Readonly<Record<ErrorCode, readonly [status: number, name: string]>> = {
  invalid: [400, "INVALID_PARAMETER_VALUE"],
  unauthenticated: [401, "UNAUTHENTICATED"],
  forbidden: [403, "PERMISSION_DENIED"],
  "not-found": [404, "RESOURCE_DOES_NOT_EXIST"],
  conflict: [409, "RESOURCE_CONFLICT"],
  "precondition-failed": [400, "INVALID_STATE"],
  "quota-exceeded": [403, "QUOTA_EXCEEDED"],
  "rate-limited": [429, "REQUEST_LIMIT_EXCEEDED"],
  unavailable: [503, "TEMPORARILY_UNAVAILABLE"],
  internal: [500, "INTERNAL_ERROR"],
};

/**
 * The answer to an error of a request to `path`, as the route table writes it. Where the error names a page of the portal, the
 * message names its whole address: clients show nothing else.
 */
export function toMlflowError(error: unknown, path: string, publicUrl = ""): MlflowError {
  const known = asAppError(error);
  if (!known) return frameworkError(error);
  const [status, name] = answers[known.code];
  const told: Told = describe(known, path);
  const { retryAfterSeconds, status: own } = known.params;
  // Clients give up after seven pauses: as long as they are told, or growing to minutes. An outage has no known end, so they choose.
  const wait = known.code === "rate-limited" && typeof retryAfterSeconds === "number" ? retryAfterSeconds : undefined;
  return {
    status: told.status ?? (typeof own === "number" ? own : status),
    body: { error_code: told.name ?? name, message: withAddress(told.message, known.params.path, publicUrl) },
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    ...(status >= 500 ? { fault: known.cause ?? known } : {}),
  };
}

function withAddress(message: string, page: unknown, publicUrl: string): string {
  return typeof page === "string" && page.startsWith("/w/") ? message.replaceAll(page, publicUrl + page) : message;
}

function asAppError(error: unknown): AppError | undefined {
  const translated = translate(error);
  return translated instanceof AppError ? translated : undefined;
}

/** What the framework itself refuses, such as a body that is too large; anything else is a fault of ours. */
function frameworkError(error: unknown): MlflowError {
  const { statusCode, message } = error as Partial<FastifyError>;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, body: { error_code: "BAD_REQUEST", message: message ?? "Bad Request" } };
  }
  const told = "An unexpected error happened. It was logged under the id in the header X-Request-Id.";
  return { status: 500, body: { error_code: "INTERNAL_ERROR", message: told }, fault: error };
}
