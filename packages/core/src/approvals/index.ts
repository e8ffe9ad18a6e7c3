import "./starters.ts";

export { endAuthorisations, listAuthorisations, restoreAuthorisation, revokeAuthorisation } from "./authorisations.ts";
export { confirmBreakGlass, reviewBreakGlass } from "./break-glass.ts";
export { castVote } from "./cast-vote.ts";
export { delegate, endDelegation, listDelegations } from "./delegations.ts";
export { endBreakGlass } from "./end-break-glass.ts";
export { archiveEnvironment, createEnvironment, listEnvironments, updateEnvironment } from "./environments.ts";
export { evaluationsOf } from "./evaluations-of.ts";
export { evidenceChanged } from "./evidence-changed.ts";
export { moveSubject, proposeChange } from "./gates.ts";
export { getRequest, listRequests, previewRequest } from "./list-requests.ts";
export { openRequest } from "./open-request.ts";
export { decideOrganisationPolicy, listOrganisationProposals, proposeOrganisationPolicy } from "./organisation-policies.ts";
export { planPolicy } from "./plan-policy.ts";
export { publishPolicy, withdrawPolicy } from "./publish-policy.ts";
export { governedTagKeys, protectedAliases } from "./published-policies.ts";
export { completePolicy, discardDraft, getPolicy, listPolicies, saveDraft, validatePolicy } from "./read-policies.ts";
export { addComment, followRequest, withdrawRequest } from "./request-acts.ts";
export type { EvidenceFact } from "./rules/evidence-fact.ts";
export { stageMove } from "./rules/stage-moves.ts";
export { simulatePolicy } from "./simulate-policy.ts";
export { ensureStarters } from "./starters.ts";
export {
  type AllowedChange,
  type EvidenceReader,
  registerEvidenceReader,
  registerSubject,
  type SubjectEvidence,
  type SubjectFacts,
  type SubjectHandler,
  type SubjectKey,
} from "./subjects.ts";
export { watchRequests } from "./watch-requests.ts";
