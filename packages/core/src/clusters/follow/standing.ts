import type { ClusterState } from "@plumbline/contracts/clusters/cluster";
import type { ClusterErrorKind } from "@plumbline/kube";
import type { KindState } from "./watched-objects.ts";

/** Where a cluster stands, from how well each kind of its objects is known. */
export interface ClusterStanding {
  readonly state: ClusterState;
  readonly problem: string | null;
}

interface Trouble {
  readonly kind: ClusterErrorKind;
  readonly message: string;
}

/** A cluster that refuses one kind of objects is reached all the same: what is missing is said. */
export function standingOf(states: readonly KindState[]): ClusterStanding {
  const troubles = states.flatMap(({ kind, state }) =>
    "problem" in state && state.problem ? [{ of: kind, ...troubleOf(state.problem) }] : [],
  );
  const isLive = states.some(({ state }) => state.kind === "live" || state.kind === "absent");
  const credentials = troubles.find(({ kind }) => kind === "unauthorized");
  if (credentials) return { state: "refused", problem: credentials.message };
  if (isLive) {
    const forbidden = troubles.filter(({ kind }) => kind === "forbidden").map(({ of }) => of);
    return {
      state: "connected",
      problem: forbidden.length > 0 ? `These credentials may not list ${forbidden.join(", ")}: what is shown lacks them.` : null,
    };
  }
  const [first] = troubles;
  if (!first) return { state: "connecting", problem: null };
  return { state: first.kind === "forbidden" ? "refused" : "unreachable", problem: first.message };
}

const troubleOf = ({ kind, message }: Trouble): Trouble => ({ kind, message });
