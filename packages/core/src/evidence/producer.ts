import type { MadeEvidence } from "./add-evidence.ts";

/** Whoever brings evidence, or the file that it is made from, is its producer. */
export const producerOf = (actor: { readonly kind: string; readonly id: string }): MadeEvidence["producer"] => ({
  kind: actor.kind === "service-account" ? "service-account" : "user",
  id: actor.id,
});
