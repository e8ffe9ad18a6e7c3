import type { HistoryEntry } from "@plumbline/contracts/registry/history";

/** What happened, in a few words. */
export function historyText({ kind, value, before, version }: HistoryEntry): string {
  switch (kind) {
    case "registered":
      return "Registered";
    case "deleted":
      return "Deleted";
    case "stage":
      return before === null ? `Stage ${value}` : `Stage ${before} to ${value}`;
    case "alias":
      if (version === null) return `Alias ${value} taken away${before === null ? "" : ` from ${before}`}`;
      return before === null ? `Alias ${value} given` : `Alias ${value} moved here from ${before}`;
  }
}
