import type { Token } from "@plumbline/contracts/access/token";
import type { StatusShape } from "@plumbline/ui/status";

const weekMs = 7 * 86_400_000;

/** Whether a token works now, and whether it soon will not. */
export function tokenState(token: Token, now: number): { shape: StatusShape; word: string; isOver: boolean } {
  const end = token.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(token.expiresAt);
  if (token.revokedAt !== null) return { shape: "stopped", word: "Revoked", isOver: true };
  if (end <= now) return { shape: "stopped", word: "Expired", isOver: true };
  if (end - now < weekMs) return { shape: "warn", word: "Ends soon", isOver: false };
  return { shape: "good", word: "Active", isOver: false };
}
