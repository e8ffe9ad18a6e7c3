import type { CheckpointFile } from "@plumbline/contracts/jobs/checkpoint";

/** Where checkpoints of attempts are kept, below the artifacts of the run. */
export const checkpointRoot = "checkpoints";

export const checkpointFolder = (attempt: number): string => `${checkpointRoot}/attempt-${attempt}`;

/** The list of a checkpoint's files: what it does not name is no part of it. */
export const checkpointList = "checkpoint.json";

/** Named by its content, a file that stays the same is uploaded once; one that changes leaves what the list names as it was. */
export const keptName = ({ path, sha256 }: Pick<CheckpointFile, "path" | "sha256">): string => `${sha256.slice(0, 16)}/${path}`;
