/** A place in a policy's text and what is wrong there. Lines and columns begin at 1. */
export interface PolicyProblem {
  readonly line: number;
  readonly column: number;
  /** Where the offending text ends, if it ends on the same line. */
  readonly endColumn: number | null;
  readonly severity: "error" | "warning";
  /** What is wrong and what is allowed. */
  readonly message: string;
  /** Keys and positions joined by dots, such as `require.0.metrics.auc`; empty for the whole file. */
  readonly path: string;
}

/** Where a piece of the text stands. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number | null;
}

export const joinPath = (path: readonly PropertyKey[]): string => path.map(String).join(".");
