import type { Condition } from "@plumbline/contracts/approvals/policy-document";
import type { RequestKind, RequestState, VoteChoice } from "@plumbline/contracts/approvals/request";
import type { Use } from "@plumbline/contracts/approvals/stage";
import { formatCount } from "@plumbline/ui/format/number";
import type { StatusShape } from "@plumbline/ui/status";

export const kindWords: Readonly<Record<RequestKind, string>> = {
  promotion: "Promotion",
  retirement: "Retirement",
  policy: "Policy",
  tier: "Tier",
  attribute: "Attribute",
  "break-glass": "Break-glass",
};

export const stateSigns: Readonly<Record<RequestState, { shape: StatusShape; word: string }>> = {
  open: { shape: "waiting", word: "Blocked" },
  voting: { shape: "running", word: "Votes open" },
  approved: { shape: "good", word: "Approved" },
  rejected: { shape: "bad", word: "Rejected" },
  withdrawn: { shape: "stopped", word: "Withdrawn" },
  expired: { shape: "stopped", word: "Expired" },
};

export const choiceWords: Readonly<Record<VoteChoice, { verb: string; done: string }>> = {
  approve: { verb: "Approve", done: "Approved" },
  reject: { verb: "Reject", done: "Rejected" },
  abstain: { verb: "Abstain", done: "Abstained" },
  recuse: { verb: "Recuse", done: "Recused" },
};

const useWords: Readonly<Record<Use, string>> = { shadow: "shadow", canary: "canary", full: "full traffic", batch: "batch" };

export const usesText = (uses: readonly Use[], canaryMaxPercent: number | null): string =>
  uses.map((use) => (use === "canary" && canaryMaxPercent !== null ? `canary up to ${canaryMaxPercent}%` : useWords[use])).join(", ");

const spanUnits = { h: "hour", d: "day", w: "week" } as const;

/** A span of a policy, such as `14d`, as it is said. */
export function spanText(span: string): string {
  const count = Number(span.slice(0, -1));
  const unit = spanUnits[span.slice(-1) as keyof typeof spanUnits];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** A condition in one short sentence without a stop. */
export function conditionText(condition: Condition): string {
  if ("time_limit" in condition) return `Ends after ${spanText(condition.time_limit)}`;
  if ("required_labels" in condition) {
    return `${formatCount(condition.required_labels)} labels within ${spanText(condition.within)}, or it ends`;
  }
  const until = [
    ...(condition.until_labels === undefined ? [] : [`until ${formatCount(condition.until_labels)} labels are in`]),
    ...(condition.for === undefined ? [] : [`for ${spanText(condition.for)}`]),
  ];
  return ["At most", condition.traffic, "of traffic", ...(until.length > 0 ? [until.join(", and ")] : [])].join(" ");
}
