import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";

const plain = ["dataset", "parent", "status", "user"] as const;

/** A grouping as text, for the address: `status`, `p:lr`, `t:team`. */
export function printGrouping(grouping: RunGrouping | null): string | undefined {
  if (grouping === null) return undefined;
  return "key" in grouping ? `${grouping.by.charAt(0)}:${grouping.key}` : grouping.by;
}

export function parseGrouping(text: string | undefined): RunGrouping | null {
  const by = plain.find((name) => name === text);
  if (by) return { by };
  const keyed = /^([pt]):(.+)$/s.exec(text ?? "");
  return keyed ? { by: keyed[1] === "p" ? "param" : "tag", key: keyed[2] ?? "" } : null;
}

const plainLabels = { dataset: "dataset", parent: "parent run", status: "status", user: "user" } as const;

/** What the runs are grouped by, in words. */
export const groupingLabel = (grouping: RunGrouping): string => ("key" in grouping ? grouping.key : plainLabels[grouping.by]);

/** All that runs can be grouped by besides their params and tags. */
export const plainGroupings: readonly RunGrouping[] = plain.map((by) => ({ by }));
