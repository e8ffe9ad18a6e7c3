import { bulkRunsMax } from "@plumbline/contracts/experiments/bulk-act";
import type { RunTotal } from "@plumbline/contracts/experiments/run";
import type { RunsState } from "../use-runs-state.ts";

/** The runs that an act is for, as the server is told, and how many they are. */
export interface Chosen {
  readonly count: number;
  readonly runs: {
    readonly runIds?: string[];
    readonly matching?: { experimentIds?: string[]; filter: string; view: "active" | "deleted" | "all"; expected: number };
  };
}

export const chosenRows = (runIds: ReadonlySet<string>): Chosen => ({ count: runIds.size, runs: { runIds: [...runIds] } });

/** Everything that the filter matches, not only what is read so far. */
export function chosenMatches({ experimentIds, filter, view }: RunsState["search"], count: number): Chosen {
  const scope = experimentIds ? { experimentIds: [...experimentIds] } : {};
  return { count, runs: { matching: { ...scope, filter, view, expected: count } } };
}

/** Why not all matches can be taken at once; undefined where they can. */
export function whyNotAll(count: RunTotal): string | undefined {
  return count.isCapped || count.value > bulkRunsMax
    ? `More than ${bulkRunsMax.toLocaleString("en")} match. Narrow the filter, or act on them in parts.`
    : undefined;
}
