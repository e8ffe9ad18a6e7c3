import type { ClauseState } from "@plumbline/contracts/approvals/clause";
import { clsx } from "clsx";
import { CircleCheck, CircleDashed, CircleX, ClockAlert, type LucideIcon } from "lucide-react";

const signs: Readonly<Record<ClauseState, { icon: LucideIcon; tone: string; word: string }>> = {
  met: { icon: CircleCheck, tone: "text-good", word: "Met" },
  missing: { icon: CircleDashed, tone: "text-warn", word: "Missing" },
  expired: { icon: ClockAlert, tone: "text-warn", word: "Expired" },
  failed: { icon: CircleX, tone: "text-bad", word: "Failed" },
};

/** How a clause stands, by shape, colour and word. */
export function ClauseSign({ state, isWordHidden = false }: { state: ClauseState; isWordHidden?: boolean }) {
  const { icon: Icon, tone, word } = signs[state];
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap font-medium", tone)}>
      <Icon className="icon" aria-hidden="true" />
      <span className={isWordHidden ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}
