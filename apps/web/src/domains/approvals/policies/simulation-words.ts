import type { PolicySimulation } from "@plumbline/contracts/approvals/policy";

type Item = PolicySimulation["items"][number];

/** What the replay comes to, in one sentence and a second about what went wrong later. */
export function simulationWords({ items, blocked, rolledBack, rolledBackBlocked }: PolicySimulation): {
  lead: string;
  detail: string | undefined;
} {
  if (items.length === 0) return { lead: "No past decision is governed by this text", detail: "There is nothing to replay it on yet." };
  const lead = leadOf(items.length, blocked);
  if (rolledBack === 0) return { lead, detail: undefined };
  const stopped = rolledBackBlocked === 0 ? "none" : String(rolledBackBlocked);
  const later = rolledBack === 1 ? "the one that was" : `the ${rolledBack} that were`;
  return { lead, detail: `It would have stopped ${stopped} of ${later} later rolled back.` };
}

function leadOf(count: number, blocked: number): string {
  if (count === 1) return `The one past promotion would ${blocked === 0 ? "not " : ""}have been blocked`;
  return `${blocked === 0 ? "None" : blocked} of the last ${count} promotions would have been blocked`;
}

export interface BlockedRow extends Pick<Item, "requestNumber" | "title" | "decidedAt" | "since"> {
  line: number | null;
  asks: string;
  found: string;
}

/** One row for each reason, the newest decision first. */
export function blockedRows({ items }: Pick<PolicySimulation, "items">): BlockedRow[] {
  return [...items].reverse().flatMap(({ blockedBy, passes, ...item }) => {
    if (passes) return [];
    const { requestNumber, title, decidedAt, since } = item;
    return blockedBy.map((reason) => ({ requestNumber, title, decidedAt, since, ...reason }));
  });
}
