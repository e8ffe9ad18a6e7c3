import { listWords } from "../policy/near-name.ts";
import type { EffectiveApproval } from "./effective-policy.ts";
import type { Seat } from "./people.ts";

interface Quorum {
  readonly approval: EffectiveApproval;
  readonly seats: readonly Seat[];
  readonly isSatisfiable: boolean;
  readonly spare: number;
  /** How many places could be filled. */
  readonly filled: number;
}

export const approvalWords = ({ kind, name }: Pick<EffectiveApproval, "kind" | "name">): string =>
  kind === "role" ? `role ${name}` : name;

const namesMax = 5;

/** How much room an approval has, such as "No spare: needs approver-1 and approver-2". */
export function quorumSentence({ approval, seats, isSatisfiable, spare, filled }: Quorum): string {
  const who = approvalWords(approval);
  const free = seats.filter(({ mayVote }) => mayVote);
  const { min } = approval;
  if (!isSatisfiable && free.length < min)
    return `Cannot be reached: ${who} needs ${min}, ${free.length === 0 ? "nobody" : free.length} may vote.`;
  if (!isSatisfiable)
    return `Cannot be reached: ${who} needs ${min}, and only ${filled} of those who may vote ${filled === 1 ? "is" : "are"} not needed elsewhere.`;
  if (spare > 0) return `${spare} of ${who} may still drop out.`;
  const names = free.map(({ name }) => name);
  if (names.length === min) return `No spare: needs ${listWords(names, "and")}`;
  return names.length <= namesMax
    ? `No spare: needs ${min} of ${listWords(names, "and")}`
    : `No spare: needs ${min} of the ${names.length} of ${who} who may vote`;
}
