import type { RiskTier } from "@plumbline/contracts/approvals/stage";
import type { CallInput } from "@plumbline/contracts/operation";
import type { createModel, Intake, RegisteredModel, updateModel } from "@plumbline/contracts/registry/model";

export type Dependency = Intake["dependencies"][number];

/** The form as it stands: every field is text, so that half-typed input is kept as it is. */
export interface IntakeDraft {
  name: string;
  description: string;
  purpose: string;
  intendedUse: string;
  outOfScopeUse: string;
  successCriteria: string;
  /** Empty while nobody is named. */
  businessOwnerId: string;
  tier: RiskTier | "";
  kind: Intake["kind"];
  vendor: string;
  dependencies: readonly Dependency[];
}

export const emptyDraft: IntakeDraft = {
  name: "",
  description: "",
  purpose: "",
  intendedUse: "",
  outOfScopeUse: "",
  successCriteria: "",
  businessOwnerId: "",
  tier: "",
  kind: "internal",
  vendor: "",
  dependencies: [],
};

/** Labels by field, as the form shows them and the summary of errors names them. */
export const intakeLabels: Readonly<Record<keyof IntakeDraft, string>> = {
  name: "Name",
  description: "In one sentence",
  purpose: "Why does it exist?",
  intendedUse: "What is it used for?",
  outOfScopeUse: "What must it not be used for?",
  successCriteria: "How will you know that it works?",
  businessOwnerId: "Who answers for it?",
  tier: "How much harm can it do?",
  kind: "Who runs it?",
  vendor: "Vendor",
  dependencies: "What does it depend on, and what depends on it?",
};

export function isDraft(value: unknown): value is Partial<IntakeDraft> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export type DraftProblems = Partial<Record<keyof IntakeDraft, string>>;

/** What the form can say before anything is sent. */
export function draftProblems(draft: IntakeDraft): DraftProblems {
  const problems: DraftProblems = {};
  const name = draft.name.trim();
  if (name === "") problems.name = "A model needs a name.";
  else if (/[/:\p{Cc}]/u.test(name)) problems.name = "A name cannot hold / or :, which separate name and version in an address.";
  if (draft.kind === "external" && draft.vendor.trim() === "") problems.vendor = "Say who runs it.";
  const nameless = draft.dependencies.findIndex((dependency) => dependency.name.trim() === "");
  if (nameless >= 0) problems.dependencies = `Name dependency ${nameless + 1}, or take it out.`;
  return problems;
}

const facts = (draft: IntakeDraft) => ({
  description: draft.description.trim(),
  purpose: draft.purpose.trim(),
  intendedUse: draft.intendedUse.trim(),
  outOfScopeUse: draft.outOfScopeUse.trim(),
  successCriteria: draft.successCriteria.trim(),
  businessOwnerId: draft.businessOwnerId || null,
  vendor: draft.kind === "external" ? draft.vendor.trim() : "",
  dependencies: draft.dependencies.map((dependency) => ({ ...dependency, kind: dependency.kind.trim(), name: dependency.name.trim() })),
});

export function createInput(draft: IntakeDraft): CallInput<typeof createModel> {
  return { ...facts(draft), name: draft.name.trim(), kind: draft.kind, tier: draft.tier || null };
}

/** Name, tier and kind have ways of their own. */
export function updateInput(draft: IntakeDraft): CallInput<typeof updateModel> {
  return { ...facts(draft), model: draft.name };
}

export function draftOf(model: RegisteredModel): IntakeDraft {
  const { name, description, purpose, intendedUse, outOfScopeUse, successCriteria, businessOwnerId, tier, kind, vendor, dependencies } =
    model;
  return {
    name,
    description,
    purpose,
    intendedUse,
    outOfScopeUse,
    successCriteria,
    businessOwnerId: businessOwnerId ?? "",
    tier: tier ?? "",
    kind,
    vendor,
    dependencies,
  };
}
