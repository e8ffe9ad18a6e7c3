import type { InventoryEntry } from "@plumbline/contracts/registry/inventory";
import { actorName, stageNames } from "../stages.tsx";

/** One thing that was otherwise; null where the model was not there. */
export interface Difference {
  model: string;
  what: string;
  before: string | null;
  after: string | null;
}

const facts: readonly { what: string; read: (entry: InventoryEntry) => string }[] = [
  { what: "Live where", read: liveText },
  { what: "Champion", read: ({ champion }) => (champion === null ? "none" : String(champion)) },
  { what: "Stage", read: ({ stage }) => (stage === null ? "intake" : stageNames[stage].toLowerCase()) },
  { what: "Tier", read: ({ tier }) => tier ?? "not judged" },
  { what: "Owner", read: ({ businessOwner }) => actorName(businessOwner) },
  { what: "Run by", read: ({ kind, vendor }) => (kind === "external" ? vendor || "a vendor" : "us") },
  { what: "Open findings", read: ({ openFindings }) => String(openFindings) },
  { what: "Validated", read: ({ lastValidatedAt }) => lastValidatedAt?.slice(0, 10) ?? "never" },
];

/** What is otherwise in a later inventory, model by model in the order of their names. */
export function differences(before: readonly InventoryEntry[], after: readonly InventoryEntry[]): Difference[] {
  const then = new Map(before.map((entry) => [entry.model, entry]));
  const now = new Map(after.map((entry) => [entry.model, entry]));
  const names = [...new Set([...then.keys(), ...now.keys()])].sort((a, b) => a.localeCompare(b));
  return names.flatMap((model) => differencesOf(model, then.get(model), now.get(model)));
}

function differencesOf(model: string, before: InventoryEntry | undefined, after: InventoryEntry | undefined): Difference[] {
  if (!before && after) return [{ model, what: "Model", before: null, after: "new" }];
  if (before && !after) return [{ model, what: "Model", before: "listed", after: null }];
  if (!(before && after)) return [];
  return facts.flatMap(({ what, read }) => {
    const was = read(before);
    const is = read(after);
    return was === is ? [] : [{ model, what, before: was, after: is }];
  });
}

/** Versions and where they act, in one order. */
export function liveText({ live }: Pick<InventoryEntry, "live">): string {
  if (live.length === 0) return "not live";
  return live
    .map(
      ({ version, environment, maxTrafficPercent }) =>
        `${version} in ${environment}${maxTrafficPercent === null ? "" : ` ${maxTrafficPercent} %`}`,
    )
    .sort()
    .join(", ");
}

/** A version of it acts in production. */
export function isLive({ live }: Pick<InventoryEntry, "live">): boolean {
  return live.some(({ stage }) => stage === "production");
}

export interface Summary {
  /** Models that were live then, and how many of those are live otherwise now. */
  live: number;
  changed: number;
  /** Names of those that did not change. */
  same: readonly string[];
  findingsThen: number;
  findingsNow: number;
}

export function summarize(before: readonly InventoryEntry[], after: readonly InventoryEntry[]): Summary {
  const now = new Map(after.map((entry) => [entry.model, entry]));
  const live = before.filter(isLive);
  const same = live.filter((entry) => {
    const later = now.get(entry.model);
    return later !== undefined && liveText(later) === liveText(entry);
  });
  const open = (entries: readonly InventoryEntry[]) => entries.reduce((sum, { openFindings }) => sum + openFindings, 0);
  return {
    live: live.length,
    changed: live.length - same.length,
    same: same.map(({ model }) => model),
    findingsThen: open(before),
    findingsNow: open(after),
  };
}
