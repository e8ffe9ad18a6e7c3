import { RiskTier } from "@plumbline/contracts/approvals/stage";
import { clsx } from "clsx";

/** In rising order. */
export const tiers: readonly RiskTier[] = RiskTier.options;

/** What a tier says about a model, in the words of the form that asks for it. */
export const tierMeaning: Readonly<Record<RiskTier, string>> = {
  low: "A wrong answer costs little and is put right by whoever sees it. Sorting mail, ranking search results.",
  medium: "A wrong answer costs time or money until somebody notices. Planning stock, predicting load.",
  high: "It decides about people or large sums: who gets a loan, at what price, who is checked for fraud.",
  critical: "A failure harms many people, the institution or the law it answers to. Capital, safety, sanctions.",
};

/** Whether the second tier is above the first; the first one that is judged counts as a rise. */
export function isRaise(from: RiskTier | null, to: RiskTier): boolean {
  return from === null || tiers.indexOf(to) > tiers.indexOf(from);
}

const heights = [4, 6, 8, 10];

/** A tier as rising bars with its word. */
export function TierMark({ tier, className }: { tier: RiskTier | null; className?: string }) {
  const filled = tier === null ? 0 : tiers.indexOf(tier) + 1;
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <span aria-hidden="true" className="inline-flex items-end gap-[1.5px]">
        {heights.map((height, at) => (
          <i key={height} style={{ height }} className={clsx("w-[3px] rounded-[1px]", at < filled ? "bg-ink-2" : "bg-line-strong")} />
        ))}
      </span>
      {tier ?? <span className="text-ink-3">not set</span>}
    </span>
  );
}
