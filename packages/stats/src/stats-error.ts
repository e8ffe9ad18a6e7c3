/**
 * The one error of this package: columns or options that no result can be computed from. The message says what is wrong, where (the column and,
 * counted from 0, the row) and what is accepted. A quantity that the data leaves undefined is `null` instead, never NaN and never an error.
 */
export class StatsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StatsError";
  }
}
