/**
 * `malformed`: the file is not what its format asks for. `unsupported`: neither CSV nor Parquet, or a kind of them that is not read.
 * `too-large`: a stated limit is passed. `unknown-column`, `wrong-type`, `invalid`: the caller asked for what is not there.
 * `aborted`: the caller gave up. `timed-out`: the time limit passed. `exhausted`: memory or temporary space did not suffice.
 * `not-found`: there is no such file. `unavailable`: the machine refuses or fails.
 */
export type LakeErrorCode =
  | "malformed"
  | "unsupported"
  | "too-large"
  | "unknown-column"
  | "wrong-type"
  | "invalid"
  | "aborted"
  | "timed-out"
  | "exhausted"
  | "not-found"
  | "unavailable";

/** Where a CSV file is wrong; lines count from 1, the one of the column names included. */
export interface Place {
  readonly line?: number | undefined;
  readonly column?: string | undefined;
}

/** The one error that reading a table raises. Its message names neither a path of the machine nor a statement. */
export class LakeError extends Error {
  readonly code: LakeErrorCode;
  readonly place: Place;

  constructor(code: LakeErrorCode, message: string, options: ErrorOptions & { readonly place?: Place } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LakeError";
    this.code = code;
    this.place = options.place ?? {};
  }
}

interface Reading {
  readonly pattern: RegExp;
  readonly code: LakeErrorCode;
  readonly say: (match: RegExpExecArray) => string;
}

// The engine's own texts quote cells, paths and statements, so only what these patterns take out of them is repeated.
const readings: readonly Reading[] = [
  {
    pattern: /Expected Number of Columns: (\d+) Found: (\d+)/,
    code: "malformed",
    say: ([, expected, found]) => `has ${found} cells where the first line names ${expected} columns`,
  },
  { pattern: /unterminated quote/, code: "malformed", say: () => "has a quote that is not closed, or text after a closing quote" },
  {
    pattern: /not utf-8|invalid unicode|invalid utf-?8/i,
    code: "malformed",
    say: () => "is not UTF-8; save the file with the encoding UTF-8",
  },
  {
    pattern: /Maximum line size of (\d+) bytes/,
    code: "too-large",
    say: ([, limit]) => `is longer than ${limit} bytes, which is the limit for a line`,
  },
  {
    pattern: /state machine reached an invalid state/,
    code: "malformed",
    say: () => "does not follow CSV; see that all lines end alike and that quotes within cells are doubled",
  },
];

const exhausted = /^Out of Memory Error|max_temp_directory_size|No space left/i;
const damaged = /^(?:Invalid|IO|Serialization|Conversion|Out of Range|INTERNAL|TransactionContext|Not implemented) ?/i;

/** The LakeError for what the engine reported of a file; only what is no fault of the file keeps its cause, for the log. */
export function lakeErrorOf(error: unknown, format: "csv" | "parquet"): LakeError {
  if (error instanceof LakeError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (exhausted.test(text)) {
    return new LakeError(
      "exhausted",
      "The table needs more memory or temporary space than it is given; use fewer columns or a smaller file.",
    );
  }
  const found = format === "csv" ? csvErrorOf(text) : undefined;
  if (found) return found;
  if (/^Not implemented/i.test(text)) return new LakeError("unsupported", `The ${nameOf[format]} file uses a feature that is not read.`);
  if (damaged.test(text)) return new LakeError("malformed", `The ${nameOf[format]} file is damaged or incomplete.`);
  return new LakeError("unavailable", "The table could not be read.", { cause: error });
}

function csvErrorOf(text: string): LakeError | undefined {
  const reading = readings.find(({ pattern }) => pattern.test(text));
  const match = reading?.pattern.exec(text);
  if (!reading || !match) return undefined;
  const line = Number(/CSV Error on Line: (\d+)/.exec(text)?.[1] ?? 0) || undefined;
  const where = line === undefined ? "The CSV file" : `Line ${line} of the CSV file`;
  return new LakeError(reading.code, `${where} ${reading.say(match)}.`, { place: { line } });
}

const nameOf = { csv: "CSV", parquet: "Parquet" } as const;
