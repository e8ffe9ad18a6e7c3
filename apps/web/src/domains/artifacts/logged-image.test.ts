import { expect, test } from "vitest";
import { loggedImageOf, stepsOf } from "./logged-image.ts";

const name = (key: string, step: number) => `images/${key}%step%${step}%timestamp%1732752000000%9d7f.png`;
const entry = (path: string) => ({ path, isDirectory: false, sizeBytes: 1, sha256: null, updatedAt: null });

test("a logged image says its key and step", () => {
  expect(loggedImageOf(name("dogs", 250))).toEqual({ key: "dogs", step: 250 });
  expect(loggedImageOf("images/eval#dogs+step+3+timestamp+1+x.png")).toEqual({ key: "eval/dogs", step: 3 });
  expect(loggedImageOf("images/dogs.png")).toBeUndefined();
  expect(loggedImageOf(name("dogs", 1).replace(".png", ".webp"))).toBeUndefined();
});

test("its other steps are in their order, without those of other pictures", () => {
  const files = [name("dogs", 1000), name("cats", 1), name("dogs", 250)].map(entry);
  expect(stepsOf(name("dogs", 250), files).map(({ step }) => step)).toEqual([250, 1000]);
  expect(stepsOf("train.log", files)).toEqual([]);
});
