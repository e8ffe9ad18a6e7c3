/** So much of a log may wait in rows: compressed bytes, or chunks of jobs that print little at a time. */
export const waitingMax = { bytes: 1_048_576, chunks: 500 } as const;
