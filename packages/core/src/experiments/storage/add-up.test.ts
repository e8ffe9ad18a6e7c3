import { expect, test } from "vitest";
import { addUp } from "./add-up.ts";

const part = (experiment_id: number, runs: number) => ({
  experiment_id,
  runs,
  deleted_runs: 0,
  rows: runs,
  points: 0,
  point_bytes: 0,
  artifacts: 1,
  artifact_bytes: 2,
});

test("parts of an experiment are one", () => {
  expect(addUp([])).toEqual([]);
  expect(addUp([part(1, 2), part(2, 1), part(1, 3)])).toEqual([{ ...part(1, 5), artifacts: 2, artifact_bytes: 4 }, part(2, 1)]);
});
