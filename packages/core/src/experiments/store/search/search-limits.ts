/** Where one way of finding runs gives way to another. None changes what is found. */
export interface SearchLimits {
  /** So many runs are looked at and sorted in some milliseconds, whichever the order. */
  readonly driven: number;
  /** So many matches of a conjunct are gathered and hashed in some milliseconds; of more, each run is asked by itself. */
  readonly gathered: number;
  /** Rows of an order's index that are looked at, for each match of the rarest conjunct, before those matches are: about as dear as one. */
  readonly entriesPerMatch: number;
}

export const searchLimits: SearchLimits = { driven: 1000, gathered: 20_000, entriesPerMatch: 20 };
