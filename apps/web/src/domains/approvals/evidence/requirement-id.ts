import type { Clause } from "@plumbline/contracts/approvals/clause";

/** The requirement's own id, by which evidence is made for it and no other of its kind; nothing where it has none. */
export function requirementId({ id, kind }: Pick<Clause, "id" | "kind">): { id?: string } {
  const own = id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : "";
  return own === "" ? {} : { id: own };
}
