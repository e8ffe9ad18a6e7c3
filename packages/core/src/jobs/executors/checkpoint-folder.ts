/** Where checkpoints of attempts are kept, below the artifacts of the run. */
export const checkpointRoot = "checkpoints";

export const checkpointFolder = (attempt: number): string => `${checkpointRoot}/attempt-${attempt}`;
