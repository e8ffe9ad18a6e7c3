import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { requirementId } from "./requirement-id.ts";

/** What starts a production that needs to be told nothing; undefined for kinds that do. */
export function atOnceInput(clause: Pick<Clause, "id" | "kind">): ProduceInput | undefined {
  const { kind } = clause;
  if (kind === "metrics" || kind === "security_scan" || kind === "model_card") return { kind, ...requirementId(clause) };
  return undefined;
}
