import type { RequestRow } from "./store/requests.ts";

/** The page of a request below the workspace. */
export const requestPath = (workspace: string, number: number): string => `/w/${workspace}/approvals/${number}`;

/** What a decision is told as. */
export function decisionText(row: Pick<RequestRow, "title">, by: "votes" | "policy" | "alone" | "break-glass"): string {
  switch (by) {
    case "votes":
      return `${row.title}: approved by vote.`;
    case "policy":
      return `${row.title}: every clause is met, and the policy asks for no vote.`;
    case "alone":
      return `${row.title}: nobody else is in the workspace, and the policy lets such a change pass.`;
    case "break-glass":
      return `${row.title}: let through by break-glass. A review is due.`;
  }
}
