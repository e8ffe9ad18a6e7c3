/** Which runs are compared: named ones, or the first that a table of runs shows. */
export type CompareScope =
  | { kind: "named"; runIds: readonly string[] }
  | { kind: "found"; experimentId: string | undefined; filter: string; sort: string | undefined; isDeleted: boolean; most: number };

interface Address {
  get: (name: string) => string | undefined;
  getAll: (name: string) => readonly string[];
}

export const shownMost = 200;
export const mostRuns = 1000;
/** An address names no more runs one by one: servers take no longer ones. */
export const namedMost = 300;

/** Whether so many selected runs can be compared. */
export const canCompare = (selected: number): boolean => selected > 1 && selected <= namedMost;

/** Named runs come before a filter; an address that says neither compares nothing. */
export function scopeOf(url: Address): CompareScope | undefined {
  const runIds = [...new Set(url.getAll("run"))].slice(0, mostRuns);
  if (runIds.length > 0) return { kind: "named", runIds };
  const experiment = url.get("experiment");
  if (experiment === undefined) return undefined;
  const most = Number(url.get("most") ?? shownMost);
  return {
    kind: "found",
    experimentId: experiment === everyExperiment ? undefined : experiment,
    filter: url.get("filter") ?? "",
    sort: url.get("sort"),
    isDeleted: url.get("deleted") === "1",
    most: Number.isInteger(most) && most > 0 ? Math.min(most, mostRuns) : shownMost,
  };
}

/** In place of an experiment's id: the runs of all. */
const everyExperiment = "all";

export interface FoundRuns {
  experimentId: string | undefined;
  filter: string;
  sort?: string | undefined;
  isDeleted?: boolean;
}

/** The query of an address that compares these runs. */
export function namedQuery(runIds: readonly string[]): string {
  return new URLSearchParams(runIds.map((id) => ["run", id])).toString();
}

export function foundQuery({ experimentId, filter, sort, isDeleted = false }: FoundRuns): string {
  const query = new URLSearchParams({ experiment: experimentId ?? everyExperiment });
  if (filter) query.set("filter", filter);
  if (sort) query.set("sort", sort);
  if (isDeleted) query.set("deleted", "1");
  return query.toString();
}
