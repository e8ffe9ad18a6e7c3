import { expect, test } from "vitest";
import { selectGpus } from "./read-gpus.ts";

const gpu = (index: number, uuid: string) => ({ index, uuid, name: "H100", busyPercent: 0, memoryBytes: 0, memoryTotalBytes: 1 });
const gpus = [gpu(0, "GPU-aa11"), gpu(1, "GPU-bb22"), gpu(2, "GPU-cc33")];

test.each([
  [undefined, [0, 1, 2]],
  ["", []],
  ["-1", []],
  ["2,0", [2, 0]],
  ["GPU-bb", [1]],
  [" 1 , 2 ", [1, 2]],
  ["0,9,1", [0]],
])("CUDA_VISIBLE_DEVICES %j shows %j", (visible, indexes) => {
  expect(selectGpus(gpus, visible).map(({ index }) => index)).toEqual(indexes);
});
