/** Where one way of finding runs gives way to another. None changes what is found. */
export interface SearchLimits {
  /** So many runs are looked at and sorted in some milliseconds, whichever the order. */
  readonly driven: number;
  /** So many are looked at where the order is by a number; of more, their numbers are first. */
  readonly unsifted: number;
  /** Where numbers are looked at first, so many cost no more than a walk may. */
  readonly unwalked: number;
  /** So many matches of a conjunct are gathered and hashed in some milliseconds; of more, each run is asked by itself. */
  readonly gathered: number;
  /** Rows of an order's index that are looked at, for each match of the rarest conjunct, before those matches are: about as dear as one. */
  readonly entriesPerMatch: number;
  /** The same where the numbers of matches are looked at first: half as dear as one. */
  readonly entriesPerSifted: number;
}

export const searchLimits: SearchLimits = {
  driven: 1000,
  unsifted: 200,
  unwalked: 4000,
  gathered: 20_000,
  entriesPerMatch: 20,
  entriesPerSifted: 0.5,
};

/** Rows at the beginning of an order's index that tell whether a walk along it would find much, and how many of them must match. */
export const sampled = { rows: 100, enough: 10 } as const;
