import { expect, test } from "vitest";
import { createIndex } from "./attempt-index.ts";

interface Pod {
  readonly attempt: string;
  readonly state: string;
}
const open = () => {
  const told: string[] = [];
  const index = createIndex<Pod>(
    ({ attempt }) => attempt,
    (attempt) => void told.push(attempt),
  );
  return { index, told };
};
const pod = (attempt: string, state = "new"): Pod => ({ attempt, state });

test("objects are found by their attempt, and each change is told", () => {
  const { index, told } = open();
  index.take({ kind: "added", uid: "1", object: pod("a") });
  index.take({ kind: "added", uid: "2", object: pod("a") });
  index.take({ kind: "changed", uid: "1", object: pod("a", "runs") });
  index.take({ kind: "added", uid: "3", object: pod("") });
  expect(index.of("a")).toEqual([pod("a", "runs"), pod("a")]);
  index.take({ kind: "deleted", uid: "1", object: pod("a", "runs") });
  index.take({ kind: "deleted", uid: "2", object: pod("a") });
  expect([index.of("a"), index.attempts()]).toEqual([[], []]);
  expect(told).toEqual(["a", "a", "a", "a", "a"]);
});

test("a list takes the place of everything, and tells also of what is gone", () => {
  const { index, told } = open();
  index.take({ kind: "added", uid: "1", object: pod("a") });
  const listed = new Map([["2", pod("b")]]);
  index.replace(listed);
  expect([index.of("a"), index.of("b"), index.attempts()]).toEqual([[], [pod("b")], ["b"]]);
  expect(told).toEqual(["a", "a", "b"]);
  // The list goes on changing with later events, which are told apart.
  listed.set("3", pod("c"));
  expect(index.attempts()).toEqual(["b"]);
});
