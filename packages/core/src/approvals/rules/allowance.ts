import type { Use } from "@plumbline/contracts/approvals/stage";
import type { EffectivePolicy } from "./effective-policy.ts";

/** What is asked for beyond what an approval may authorise. */
export interface Beyond {
  readonly reason: "use-not-allowed" | "canary-too-large";
  readonly words: string;
}

interface AskedUse {
  readonly uses: readonly Use[];
  readonly canary_max_percent: number | null;
}

/** Held against the policy in force whenever a request is looked at: one that allows less binds those who asked before it. */
export function beyondAllowance(allow: EffectivePolicy["allow"], { uses, canary_max_percent: asked }: AskedUse): Beyond | null {
  if (!allow) return null;
  const beyond = uses.filter((use) => !allow.uses.includes(use));
  if (beyond.length > 0) {
    const allowed = allow.uses.length === 0 ? "nothing" : allow.uses.join(", ");
    return { reason: "use-not-allowed", words: `The policy does not allow ${beyond.join(", ")} there; it allows ${allowed}.` };
  }
  const most = allow.canaryMaxPercent ?? 100;
  if (!uses.includes("canary") || (asked ?? 100) <= most) return null;
  return { reason: "canary-too-large", words: `The policy allows a canary of at most ${most} %. Ask for that or less.` };
}
