import { createHash } from "node:crypto";
import { cardFieldNames } from "@plumbline/contracts/registry/card";
import canonicalize from "canonicalize";
import { newestCard } from "../../registry/index.ts";
import type { Found, Work } from "./work.ts";

/** `intendedUse` as people read it; clauses compare names without regard to spaces and capitals. */
const words = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Which fields of the version's newest card are filled in. */
export async function checkModelCard({ subject, read }: Work<"model_card">): Promise<Found> {
  const card = await read((ctx) => newestCard(ctx, subject));
  const empty = new Set(card.empty);
  const filled = cardFieldNames.filter((name) => !empty.has(name));
  const isComplete = card.empty.length === 0;
  const digest = createHash("sha256")
    .update(canonicalize(card.fields) ?? "")
    .digest("hex");
  return {
    title: "Model card",
    verdict: isComplete ? "pass" : "fail",
    summary: isComplete ? "Every field is filled in." : `${filled.length} of ${cardFieldNames.length} fields are filled in.`,
    values: {
      complete: isComplete,
      filled: filled.length,
      empty: card.empty.length,
      total: cardFieldNames.length,
      fields: filled.map(words).join(", "),
      missing: card.empty.map(words).join(", "),
    },
    method: { read: "the newest revision of the card", revision: card.revision },
    inputs: [{ kind: "model-card", name: `revision ${card.revision}`, digest }],
    report: { revision: card.revision, filled, empty: card.empty, editedBy: card.editedBy, editedAt: card.editedAt },
  };
}
