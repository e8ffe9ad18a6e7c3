/** What our answer must be where it deliberately differs; `body` is matched against the normalised body as text. */
export interface Difference {
  reason: string;
  steps: readonly (string | RegExp)[];
  ours: { status: number; body?: RegExp };
}
