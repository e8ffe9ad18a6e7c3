/**
 * `invalid`: the name or the spec is not one, and why. `not-started`: the program's supervisor could not be started; nothing runs.
 * `running`: what is asked for needs the program to have ended.
 */
export type ProcessErrorCode = "invalid" | "not-started" | "running";

/** The one error of a process runner. Its message holds no value of the environment and no secret. */
export class ProcessError extends Error {
  readonly code: ProcessErrorCode;

  constructor(code: ProcessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProcessError";
    this.code = code;
  }
}
