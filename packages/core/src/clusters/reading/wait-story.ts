import type { PendingItem } from "./pending.ts";
import type { PendingReason } from "./pending-reason.ts";
import { type Naming, pendingWords } from "./pending-words.ts";
import { remedyWords } from "./remedy-words.ts";

type BlockedBy = "quota" | "capacity" | "hold" | "topology" | "admission-check" | "unknown";

/** Why something waits in a cluster, and what would let it start. */
export interface WaitStory {
  readonly headline: string;
  readonly detail: string;
  readonly kind: BlockedBy;
  /** How much of what it waits for it could have now; null where that does not matter. */
  readonly available: number | null;
  /** The resource that is missing, where it is not what it mainly asks for. */
  readonly resource: string | null;
}

/** `sharing` says how its queue shares with others. */
export function waitStory(item: PendingItem, { naming, sharing }: { naming: Naming; sharing: string }): WaitStory {
  const { reason, wants } = item;
  const [want] = wants;
  const why = pendingWords(reason, naming);
  const isShared = reason.kind === "quota" || reason.kind === "borrow-limit" || reason.kind === "behind" || reason.kind === "preempting";
  return {
    headline: want ? `Waiting for ${want.amount} ${want.title}. ${why}` : why,
    detail: [remedyWords(reason, naming), isShared ? sharing : ""].filter((sentence) => sentence !== "").join(" "),
    ...blockedBy(reason),
  };
}

function blockedBy(reason: PendingReason): Pick<WaitStory, "kind" | "available" | "resource"> {
  switch (reason.kind) {
    case "quota":
      return { kind: "quota", available: reason.left + (reason.freeToBorrow ?? 0), resource: null };
    case "borrow-limit":
      return { kind: "quota", available: Math.max(0, reason.limit - reason.borrows), resource: null };
    case "never":
      return { kind: "quota", available: reason.maximum, resource: null };
    case "own-idle":
      return { kind: "quota", available: 0, resource: null };
    case "other-resource":
    case "uncovered":
      return { kind: "quota", available: null, resource: reason.resource };
    case "behind":
    case "preempting":
      return { kind: "quota", available: null, resource: null };
    case "one-node":
      return { kind: "capacity", available: reason.free, resource: null };
    case "topology":
      return { kind: "topology", available: null, resource: null };
    case "check":
      return { kind: "admission-check", available: null, resource: null };
    case "on-hold":
    case "switched-off":
      return { kind: "hold", available: 0, resource: null };
    default:
      return { kind: "unknown", available: null, resource: null };
  }
}
