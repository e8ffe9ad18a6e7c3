/** How far the scanner goes into one file. Reaching a limit is a finding, so that nothing passes as clean by being too large to look at. */
export interface ScanLimits {
  readonly findings: number;
  /** Members of one archive. */
  readonly members: number;
  /** Archives and compressed streams inside one another. */
  readonly nesting: number;
  /** Archives inside an archive have to be read again from the start of the file. */
  readonly rereads: number;
  /** What all compressed parts of a file may expand to, together. */
  readonly expandedBytes: number;
  /** Expanded bytes for each compressed byte, beyond the first `freeExpandedBytes`. */
  readonly expansionRatio: number;
  readonly freeExpandedBytes: number;
  readonly opcodes: number;
  /** Values on a pickle's stack, marks included. */
  readonly stack: number;
  /** Memorised values and their characters, of one pickle. */
  readonly memo: number;
  readonly memoCharacters: number;
  /** Documents that are read whole: configuration in JSON, headers. */
  readonly documentBytes: number;
  /** Lists of dependencies. */
  readonly listBytes: number;
  readonly dependencies: number;
}

export const defaultLimits: ScanLimits = {
  findings: 100,
  members: 20_000,
  nesting: 4,
  rereads: 16,
  expandedBytes: 64 * 2 ** 30,
  expansionRatio: 200,
  freeExpandedBytes: 64 * 2 ** 20,
  opcodes: 500_000_000,
  stack: 1_000_000,
  memo: 500_000,
  memoCharacters: 16 * 2 ** 20,
  documentBytes: 16 * 2 ** 20,
  listBytes: 2 ** 16,
  dependencies: 5000,
};
