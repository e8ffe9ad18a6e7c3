/** Why something did not arrive. The text is for people to read and holds nothing of what was sent, nor of the answer. */
export class OutboundError extends Error {
  override name = "OutboundError";
  /** Trying again cannot help: the address is refused, or the other side has said so for good. */
  readonly isPermanent: boolean;
  /** HTTP status or SMTP reply code, where there was one. */
  readonly status: number | null;

  constructor(message: string, options: { isPermanent?: boolean; status?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.isPermanent = options.isPermanent ?? false;
    this.status = options.status ?? null;
  }
}

const textMax = 200;

/** A text from outside as one short line without control characters. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, textMax);
