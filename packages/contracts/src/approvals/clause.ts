import { z } from "zod";
import { Instant } from "#src/page.ts";
import { EvidenceKind } from "./policy-document.ts";

export const ClauseState = z.enum(["met", "missing", "expired", "failed"]);
export type ClauseState = z.infer<typeof ClauseState>;

/** One requirement of a policy, held against the evidence there is. */
export const Clause = z.object({
  /** Stable between versions of a policy: the kind, or the kind and the requirement's own id. */
  id: z.string(),
  kind: EvidenceKind,
  title: z.string(),
  state: ClauseState,
  /** What the policy asks, in words. */
  asks: z.string(),
  /** What there is, in words. */
  found: z.string(),
  /** What to do about it; null when nothing need be done. */
  todo: z.string().nullable(),
  /** The policy that asks, and the line of its file. */
  source: z.object({ policy: z.string(), version: z.int(), isMandatory: z.boolean(), line: z.int().nullable() }),
  evidenceId: z.uuid().nullable(),
  evidenceDigest: z.string().nullable(),
  producer: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  producedAt: Instant.nullable(),
  /** When the evidence becomes too old for this clause. */
  validUntil: Instant.nullable(),
  /** The platform can produce this evidence by itself. */
  canProduce: z.boolean(),
});
export type Clause = z.infer<typeof Clause>;
