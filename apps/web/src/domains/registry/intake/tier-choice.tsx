"use client";
import type { RiskTier } from "@plumbline/contracts/approvals/stage";
import { clsx } from "clsx";
import { CircleAlert } from "lucide-react";
import { useId } from "react";
import { TierMark, tierMeaning, tiers } from "../tiers.tsx";

export interface TierChoiceProps {
  label: string;
  value: RiskTier | "";
  onChange: (tier: RiskTier | "") => void;
  /** Offers to leave it open, for a model that nobody has judged yet. */
  canWait?: boolean;
  error?: string | undefined;
}

/** A tier chosen by what it means. */
export function TierChoice({ label, value, onChange, canWait = false, error }: TierChoiceProps) {
  const id = useId();
  const options: readonly (RiskTier | "")[] = canWait ? [...tiers, ""] : tiers;
  return (
    <fieldset aria-describedby={error && `${id}-error`}>
      <legend className="mb-1 font-medium">{label}</legend>
      <div className="grid gap-1.5 sm:grid-cols-2">
        {options.map((tier) => (
          <label
            key={tier}
            className={clsx(
              "flex items-start gap-2.5 rounded-md border border-line-strong px-2.5 py-2 hover:border-ink-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1",
              tier === "" && "sm:col-span-2",
            )}
          >
            <input
              type="radio"
              name={id}
              checked={value === tier}
              onChange={() => onChange(tier)}
              className="mt-1 size-3.5 flex-none accent-(--accent) outline-none"
            />
            <span className="min-w-0">
              {tier ? <TierMark tier={tier} className="font-medium" /> : <span className="font-medium">Nobody has judged it yet</span>}
              <span className="block text-ink-2 text-small">
                {tier ? tierMeaning[tier] : "It can be trained and tried; nothing goes to production before somebody has."}
              </span>
            </span>
          </label>
        ))}
      </div>
      <p className="mt-1 text-ink-3 text-small">
        The tier picks the policy that a promotion meets: the higher, the more evidence and votes. Raising it holds at once; lowering it is
        a request that somebody else decides.
      </p>
      {error && (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1.5 text-bad text-small">
          <CircleAlert className="icon-small mt-0.5" aria-hidden="true" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
