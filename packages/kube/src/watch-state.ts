import type { ClusterError } from "./cluster-error.ts";

/** How well a watch knows its cluster. */
export type WatchState =
  /** Nothing is known yet; `problem` says what is in the way. */
  | { readonly kind: "connecting"; readonly problem?: ClusterError }
  | { readonly kind: "live" }
  /** What is known may be old: the connection was lost then. */
  | { readonly kind: "stale"; readonly since: Date; readonly problem: ClusterError }
  /** The cluster does not have such objects; it is asked again at each resync. */
  | { readonly kind: "absent" };

export interface StateKeeper {
  readonly live: () => void;
  readonly absent: () => void;
  readonly lost: (problem: ClusterError) => void;
}

/** Tells of each state once, the first one at once. */
export function keepState(onState: (state: WatchState) => void): StateKeeper {
  let state: WatchState = { kind: "connecting" };
  const enter = (next: WatchState) => {
    const isSame = next.kind === state.kind && problemOf(next) === problemOf(state);
    state = next;
    if (!isSame) onState(next);
  };
  onState(state);
  return {
    live: () => enter({ kind: "live" }),
    absent: () => enter({ kind: "absent" }),
    lost(problem) {
      if (state.kind === "live") enter({ kind: "stale", since: new Date(), problem });
      else if (state.kind === "stale") enter({ ...state, problem });
      else enter({ kind: "connecting", problem });
    },
  };
}

const problemOf = (state: WatchState): string | undefined => ("problem" in state ? state.problem?.message : undefined);
