import { ClusterError, type ClusterErrorKind, type WatchState } from "@plumbline/kube";
import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";

const live: WatchState = { kind: "live" };
const absent: WatchState = { kind: "absent" };
const connecting: WatchState = { kind: "connecting" };
const problem = (kind: ClusterErrorKind) => new ClusterError(`it is ${kind}`, { kind });
const failing = (kind: ClusterErrorKind): WatchState => ({ kind: "connecting", problem: problem(kind) });
const stale = (kind: ClusterErrorKind): WatchState => ({ kind: "stale", since: new Date(0), problem: problem(kind) });

test.each<[string, WatchState[], string, string | null]>([
  ["nothing yet", [connecting, connecting], "connecting", null],
  ["all is live", [live, absent], "connected", null],
  ["only some is live yet", [live, connecting], "connected", null],
  ["nothing answers", [failing("unreachable"), failing("unreachable")], "unreachable", "it is unreachable"],
  ["nothing answers any more", [stale("unreachable"), stale("unreachable")], "unreachable", "it is unreachable"],
  ["one connection was cut", [stale("unreachable"), live], "connected", null],
  ["credentials are wrong", [failing("unauthorized"), absent], "refused", "it is unauthorized"],
  ["nothing may be listed", [failing("forbidden"), failing("forbidden")], "refused", "it is forbidden"],
  [
    "one kind may not be listed",
    [live, failing("forbidden")],
    "connected",
    "These credentials may not list kind-1: what is shown lacks them.",
  ],
])("%s", (_, ...[states, state, said]) => {
  expect(standingOf(states.map((each, index) => ({ kind: `kind-${index}`, state: each })))).toEqual({ state, problem: said });
});
