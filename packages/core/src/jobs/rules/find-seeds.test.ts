import { expect, test } from "vitest";
import { findSeeds } from "./find-seeds.ts";

test("seeds are found in variables and options, and nothing else is taken for one", () => {
  expect(
    findSeeds({
      env: { PYTHONHASHSEED: "0", SEED: "1", DATA_SEED: "2", SEEDLING: "3", LR: "0.1" },
      command: ["python", "train.py", "--seed", "4", "--data-seed=5", "--random_state=6", "--reseed-every", "7"],
    }),
  ).toEqual({ PYTHONHASHSEED: "0", SEED: "1", DATA_SEED: "2", "--seed": "4", "--data-seed": "5", "--random_state": "6" });
});

test("an option without a value is none", () => {
  expect(findSeeds({ env: {}, command: ["train", "--seed"] })).toEqual({});
});
