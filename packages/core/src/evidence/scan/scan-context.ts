import type { ByteStream } from "./byte-stream.ts";
import type { FindingLog } from "./finding-log.ts";
import type { ScanLimits } from "./limits.ts";
import type { RuleId } from "./rules.ts";

/** The last bytes of a part and its length, for formats whose directory stands at the end. */
export interface Ending {
  readonly bytes: Buffer;
  readonly sizeBytes: number;
}

/** A file, or what stands inside one. */
export interface Part {
  /** The path of the file, or the name of the member. */
  readonly name: string;
  /** The names that lead from the file to here, "" for the file itself. */
  readonly inside: string;
  readonly depth: number;
  /** Bytes without a format of their own are expected here, as the tensors of a PyTorch archive. */
  readonly isDataExpected: boolean;
  readonly allowsPersistentIds: boolean;
  readonly stream: ByteStream;
  /** The same bytes from their start. */
  readonly reopen: () => Promise<AsyncIterable<Uint8Array>>;
  /** Passes over what is left of `stream`. */
  readonly ending: () => Promise<Ending>;
}

/** The work on one file. */
export interface FileScan {
  readonly path: string;
  readonly log: FindingLog;
  readonly limits: ScanLimits;
  /** Shared by all parts of the file. */
  readonly spent: { expandedBytes: number; rereads: number };
  /** Finds out what a part is and looks into it; gives its format. */
  readonly inspect: (part: Part) => Promise<string>;
}

export type Handler = (part: Part, scan: FileScan) => Promise<string>;

export const placeOf = (part: Pick<Part, "inside">, offset?: number): string =>
  [part.inside, offset === undefined ? "" : `byte ${offset}`].filter((piece) => piece !== "").join(", ") || "file";

export function report(part: Pick<Part, "inside">, scan: FileScan, [rule, specific]: readonly [RuleId, string]): void {
  scan.log.add(rule, placeOf(part), specific);
}

/** A part read whole, which leaves its stream where it was; undefined, with a finding, where it is too large for that. */
export async function readDocument(part: Part, scan: FileScan, mostBytes = scan.limits.documentBytes): Promise<Buffer | undefined> {
  const bytes = await part.stream.peek(mostBytes + 1);
  if (bytes.length <= mostBytes) return Buffer.from(bytes);
  report(part, scan, ["limit-reached", `documents like this are read up to ${mostBytes} bytes`]);
  return undefined;
}
