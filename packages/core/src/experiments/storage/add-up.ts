import type { Measured } from "../store/storage.ts";

/** What parts of the same experiments take, together. */
export function addUp(parts: readonly Measured[]): Measured[] {
  const sums = new Map<number, Measured>();
  for (const part of parts) {
    const sum = sums.get(part.experiment_id);
    sums.set(part.experiment_id, sum ? plus(sum, part) : part);
  }
  return [...sums.values()];
}

const plus = (left: Measured, right: Measured): Measured => ({
  experiment_id: left.experiment_id,
  runs: left.runs + right.runs,
  deleted_runs: left.deleted_runs + right.deleted_runs,
  rows: left.rows + right.rows,
  points: left.points + right.points,
  point_bytes: left.point_bytes + right.point_bytes,
  artifacts: left.artifacts + right.artifacts,
  artifact_bytes: left.artifact_bytes + right.artifact_bytes,
});
