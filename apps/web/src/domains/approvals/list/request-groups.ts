import { RequestKind, type RequestSummary } from "@plumbline/contracts/approvals/request";

export const shownGroups = ["all", "waiting", "undecided", "decided"] as const;
export type ShownGroup = (typeof shownGroups)[number];

export interface RequestGroup {
  id: Exclude<ShownGroup, "all">;
  title: string;
  rows: readonly RequestSummary[];
}

/** What waits for the reader comes first, the one that expires first on top; then what others decide; then what is over. */
export function groupRequests(undecided: readonly RequestSummary[], decided: readonly RequestSummary[]): RequestGroup[] {
  const soonest = [...undecided].sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  return [
    { id: "waiting", title: "Waiting for your vote", rows: soonest.filter(({ isWaitingForMe }) => isWaitingForMe) },
    { id: "undecided", title: "Undecided", rows: soonest.filter(({ isWaitingForMe }) => !isWaitingForMe) },
    { id: "decided", title: "Decided", rows: decided },
  ];
}

export const parseGroup = (text: string | undefined): ShownGroup => shownGroups.find((group) => group === text) ?? "all";
export const parseKind = (text: string | undefined): RequestKind | undefined => RequestKind.options.find((kind) => kind === text);
