import type { Pending } from "@plumbline/contracts/quotas/pending";
import { amountText } from "../words.ts";

export interface ShareSegment {
  id: string;
  workspace: string | undefined;
  kind: "own" | "borrowed" | "free";
  amount: number;
  label: string;
}

/** The pool in pieces: what each workspace uses of its own, what it borrowed, and what is free. */
export function shareSegments({ shares, free }: Pick<Pending, "shares" | "free">): ShareSegment[] {
  const held = shares.flatMap(({ workspace, used, borrowed, isShared }): ShareSegment[] => {
    // What is lent of it stands with those who borrow it.
    if (isShared) return [];
    const own = used - borrowed;
    return [
      ...(own > 0 ? [{ id: workspace, workspace, kind: "own" as const, amount: own, label: `${workspace} ${amountText(own)}` }] : []),
      ...(borrowed > 0
        ? [{ id: `${workspace} borrowed`, workspace, kind: "borrowed" as const, amount: borrowed, label: `+${amountText(borrowed)}` }]
        : []),
    ];
  });
  if (free <= 0) return held;
  return [...held, { id: "free", workspace: undefined, kind: "free", amount: free, label: `${amountText(free)} free` }];
}
