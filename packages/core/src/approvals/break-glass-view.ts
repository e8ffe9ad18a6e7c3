import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { type Names, person } from "./approval-progress.ts";
import type { EffectiveBreakGlass } from "./rules/effective-policy.ts";
import type { Member } from "./rules/people.ts";
import type { Situation } from "./situation.ts";
import type { ConfirmationRow } from "./store/request-acts.ts";
import type { RequestRow } from "./store/requests.ts";

interface Viewed {
  readonly situation: Situation;
  readonly confirmations: readonly ConfirmationRow[];
  readonly names: Names;
  readonly viewerId: string;
}

/** The group or role by which somebody may break glass: one that every policy which sets it names. Undefined for nobody's. */
export function breakGlassSeat(glass: EffectiveBreakGlass, member: Member | undefined): string | undefined {
  if (!member || member.isDisabled) return undefined;
  const seats = glass.eligible.map(({ groups, roles }) => {
    const group = groups.find((name) => member.groups.includes(name));
    return group ?? roles.find((role) => role === member.role);
  });
  return seats.every((seat) => seat !== undefined) ? seats[0] : undefined;
}

/** Confirmations of those who may still give one: who was disabled or left the group since does not count. */
export function seated(confirmations: readonly ConfirmationRow[], { policy, members }: Situation): ConfirmationRow[] {
  const glass = policy?.breakGlass;
  if (!glass) return [];
  const holds = (userId: string): boolean =>
    breakGlassSeat(
      glass,
      members.find((member) => member.userId === userId),
    ) !== undefined;
  return confirmations.filter(({ user_id }) => holds(user_id));
}

/** What break-glass would take or took; null where the policy does not offer it and nobody used it. */
export function breakGlassView(row: RequestRow, viewed: Viewed): PromotionRequest["breakGlass"] {
  const { situation, names } = viewed;
  const glass = situation.policy?.breakGlass ?? null;
  const wasUsed = row.decision?.by === "break-glass";
  if (!wasUsed && (glass === null || row.kind !== "promotion")) return null;
  const counted = wasUsed ? viewed.confirmations : seated(viewed.confirmations, situation);
  return {
    isOffered: glass !== null && isOffered(row, glass, viewed),
    note: glass ? noteOf(glass) : "",
    confirmedBy: counted.map(({ user_id }) => person(user_id, names)),
    needed: glass?.people ?? counted.length,
    expiresAt: wasUsed && glass ? endOf(row, glass) : null,
    reviewDueAt: row.review_due_at?.toISOString() ?? null,
    reviewedAt: row.reviewed_at?.toISOString() ?? null,
    reviewedBy: reviewer(row, names),
    reviewNote: row.review_note,
  };
}

const reviewer = ({ reviewed_by: id }: RequestRow, names: Names) => (id === null ? null : person(id, names));

function isOffered({ state }: RequestRow, glass: EffectiveBreakGlass, { situation, confirmations, viewerId }: Viewed): boolean {
  if (state !== "open" && state !== "voting") return false;
  const viewer = situation.members.find(({ userId }) => userId === viewerId);
  return breakGlassSeat(glass, viewer) !== undefined && !confirmations.some(({ user_id }) => user_id === viewerId);
}

const endOf = ({ decided_at }: RequestRow, { expiresAfter }: EffectiveBreakGlass): string | null =>
  decided_at && new Date(decided_at.getTime() + spanMs(expiresAfter)).toISOString();

function noteOf({ people, expiresAfter, reviewWithin, eligible }: EffectiveBreakGlass): string {
  const [first] = eligible;
  const who = [...(first?.groups ?? []), ...(first?.roles ?? []).map((role) => `role ${role}`)].join(" or ");
  return `${people} people of ${who} may let it through for ${expiresAfter}; a review is due within ${reviewWithin}.`;
}
