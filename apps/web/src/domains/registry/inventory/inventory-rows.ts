import type { InventoryEntry, LiveVersion } from "@plumbline/contracts/registry/inventory";
import { csvText } from "@plumbline/ui/charts/export";
import type { StatusShape } from "@plumbline/ui/status";
import { actorName, stageNames } from "../stages.tsx";
import { isLive } from "./difference.ts";

/** A line of the table: a model, or a further version of the model above it that was live too. */
export interface InventoryRow {
  key: string;
  entry: InventoryEntry;
  isFirst: boolean;
  live: LiveVersion | undefined;
  shape: StatusShape;
  word: string;
  /** The champion of today beside it. */
  now: string;
}

export function inventoryRows(entries: readonly InventoryEntry[]): InventoryRow[] {
  return entries.flatMap((entry): InventoryRow[] => {
    if (entry.live.length === 0) return [{ ...rowOf(entry, undefined), key: entry.model, isFirst: true }];
    return entry.live.map((live, at) => ({
      ...rowOf(entry, live),
      key: `${entry.model} ${live.version} ${live.environment}`,
      isFirst: at === 0,
    }));
  });
}

function rowOf(entry: InventoryEntry, live: LiveVersion | undefined) {
  return { entry, live, ...markOf(entry, live), now: nowText(entry, live) };
}

function markOf(entry: InventoryEntry, live: LiveVersion | undefined): { shape: StatusShape; word: string } {
  if (entry.kind === "external") return { shape: "good", word: "External" };
  if (live) {
    const isWhole = live.uses.some((use) => use === "full" || use === "batch");
    if (!isWhole) return { shape: "running", word: live.uses.includes("canary") ? "Canary" : "Shadow" };
    return { shape: live.stage === "production" ? "good" : "running", word: stageNames[live.stage] };
  }
  if (entry.stage === null) return { shape: "waiting", word: "Intake" };
  const shapes = { experimental: "waiting", staging: "running", production: "good", retired: "stopped" } as const;
  return { shape: shapes[entry.stage], word: stageNames[entry.stage] };
}

function nowText({ championNow }: InventoryEntry, live: LiveVersion | undefined): string {
  if (championNow === null) return "none";
  return live?.version === championNow ? "same" : String(championNow);
}

/** For what, and up to which share of the traffic. */
export function liveWhere({ environment, uses, maxTrafficPercent }: LiveVersion): string {
  const share = uses.includes("full") ? "100 %" : maxTrafficPercent === null ? uses.join(", ") : `${maxTrafficPercent} %`;
  return `${environment} ${share}`;
}

export interface Headline {
  models: number;
  live: number;
  lateValidations: number;
  openFindings: number;
  lateFindings: number;
}

/** The inventory in figures, as of an instant. What a vendor runs counts as live; a finding counts as late with the model whose next one is. */
export function headline(entries: readonly InventoryEntry[], at: number): Headline {
  const isLate = (due: string | null) => due !== null && Date.parse(due) < at;
  return {
    models: entries.length,
    live: entries.filter((entry) => entry.kind === "external" || isLive(entry)).length,
    lateValidations: entries.filter(({ nextValidationDueAt }) => isLate(nextValidationDueAt)).length,
    openFindings: entries.reduce((sum, { openFindings }) => sum + openFindings, 0),
    lateFindings: entries.filter(({ openFindings, nextFindingDueAt }) => openFindings > 0 && isLate(nextFindingDueAt)).length,
  };
}

const columns: readonly (readonly [name: string, read: (row: InventoryRow) => string | number | null])[] = [
  ["model", ({ entry }) => entry.model],
  ["kind", ({ entry }) => entry.kind],
  ["vendor", ({ entry }) => entry.vendor],
  ["tier", ({ entry }) => entry.tier],
  ["owner", ({ entry }) => (entry.businessOwner ? actorName(entry.businessOwner) : null)],
  ["stage", ({ live, entry }) => live?.stage ?? entry.stage],
  ["live_version", ({ live }) => live?.version ?? null],
  ["environment", ({ live }) => live?.environment ?? null],
  ["uses", ({ live }) => live?.uses.join(" ") ?? null],
  ["max_traffic_percent", ({ live }) => live?.maxTrafficPercent ?? null],
  ["since", ({ live }) => live?.since ?? null],
  ["until", ({ live }) => live?.until ?? null],
  ["request", ({ live }) => live?.requestNumber ?? null],
  ["champion", ({ entry }) => entry.champion],
  ["champion_today", ({ entry }) => entry.championNow],
  ["validated", ({ entry }) => entry.lastValidatedAt],
  ["next_validation_due", ({ entry }) => entry.nextValidationDueAt],
  ["open_findings", ({ entry }) => entry.openFindings],
  ["next_finding_due", ({ entry }) => entry.nextFindingDueAt],
];

/** The table as a file, with every instant in full and the one it is of in each line. */
export function inventoryCsv(rows: readonly InventoryRow[], at: string): string {
  return csvText([["as_of", ...columns.map(([name]) => name)], ...rows.map((row) => [at, ...columns.map(([, read]) => read(row))])]);
}
