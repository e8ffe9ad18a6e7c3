import { type ErrorCode, type FieldError, statusOf } from "@plumbline/contracts/problem";

interface AppErrorOptions {
  /** Facts for the surface that answers, such as `{ retryAfterSeconds: 3 }`; never secrets or other tenants' names. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly FieldError[];
  readonly cause?: unknown;
}

/** The one error that verbs throw. `detail` says what, where and what to do; it is shown to the caller. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, unknown>>;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
  }

  get status(): number {
    return statusOf[this.code];
  }
}

/** A foreign id and an unknown one answer alike. */
export const notFound = (noun: string, id: string): AppError =>
  new AppError("not-found", `There is no ${noun} "${id}" in this workspace.`, { params: { noun, id } });
