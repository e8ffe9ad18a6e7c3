"use client";
import { useUrlState } from "#src/components/url-state.ts";

export const inventoryViews = [
  { value: "then", label: "Then" },
  { value: "today", label: "Today" },
  { value: "difference", label: "Difference" },
] as const;
export type InventoryView = (typeof inventoryViews)[number]["value"];

const monthMs = 30 * 86_400_000;

/** The instant, the view and the chosen model, all in the address. */
export function useInventoryState() {
  const url = useUrlState();
  const at = parseInstant(url.get("at"));
  const asked = inventoryViews.find(({ value }) => value === url.get("view"))?.value;
  const view: InventoryView = asked ?? (at === undefined ? "today" : "then");
  const setAt = (next: number) => url.set({ at: new Date(next).toISOString(), view: view === "difference" ? "difference" : "then" });
  /** Then and the difference are of some day: a month ago, where none was chosen yet. */
  const setView = (next: InventoryView) =>
    url.set({ view: next, ...(next !== "today" && at === undefined && { at: new Date(Date.now() - monthMs).toISOString() }) });
  return { at, view, setAt, setView, model: url.get("model"), setModel: (model: string) => url.set({ model }) };
}

export type InventoryState = ReturnType<typeof useInventoryState>;

/** An instant as the address has it, told to the api in full. */
function parseInstant(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isFinite(at) ? new Date(at).toISOString() : undefined;
}
