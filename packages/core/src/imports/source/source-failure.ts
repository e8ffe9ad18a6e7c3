/** Why the source did not give what was asked of it, in words for people. */
export class SourceFailure extends Error {
  override name = "SourceFailure";
  readonly status: number | null;
  /** Trying again later may do better. */
  readonly mayPass: boolean;

  constructor(message: string, options: { status?: number; mayPass?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = options.status ?? null;
    this.mayPass = options.mayPass ?? false;
  }
}
