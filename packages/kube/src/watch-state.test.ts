import { expect, test } from "vitest";
import { ClusterError } from "./cluster-error.ts";
import { keepState, type WatchState } from "./watch-state.ts";

const problem = (message: string) => new ClusterError(message, { kind: "unreachable" });

test("each state is told once, with since when it holds", () => {
  const told: WatchState[] = [];
  const state = keepState((next) => told.push(next));
  state.lost(problem("first"));
  state.lost(problem("first"));
  state.live();
  state.live();
  state.lost(problem("second"));
  state.lost(problem("third"));
  state.live();
  state.absent();
  state.absent();
  expect(told.map(({ kind }) => kind)).toEqual(["connecting", "connecting", "live", "stale", "stale", "live", "absent"]);
  const [, , , second, third] = told;
  if (second?.kind !== "stale" || third?.kind !== "stale") throw new Error("the connection was lost");
  expect(third.since).toBe(second.since);
  expect(third.problem.message).toBe("third");
});
