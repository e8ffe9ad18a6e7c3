import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Condition, Slug } from "./policy-document.ts";
import { Stage, Use } from "./stage.ts";

/** Where versions act. A version needs the environment's stage, or a later one, to act there. */
export const Environment = z.object({
  name: z.string(),
  description: z.string(),
  stage: Stage.exclude(["retired"]),
  /** Order of the list; a version usually passes them in it. */
  position: z.int(),
  /** Authorisations that hold now. */
  liveCount: z.int(),
  createdAt: Instant,
  isArchived: z.boolean(),
});
export type Environment = z.infer<typeof Environment>;
const EnvironmentRef = z.object({ environment: Slug });

export const listEnvironments = operation({
  id: "approvals.listEnvironments",
  method: "GET",
  path: "/environments",
  summary: "Lists the environments of the workspace.",
  response: z.object({ items: z.array(Environment) }),
  permission: "policy:read",
  audit: reading,
});

export const createEnvironment = operation({
  id: "approvals.createEnvironment",
  method: "POST",
  path: "/environments",
  summary: "Makes an environment.",
  body: z.object({ name: Slug, description: z.string().max(2000).default(""), stage: Environment.shape.stage }),
  response: Environment,
  permission: "environment:manage",
  audit: "approvals.environment.create",
});

export const updateEnvironment = operation({
  id: "approvals.updateEnvironment",
  method: "PATCH",
  path: "/environments/:environment",
  summary: "Changes an environment's description or place in the list.",
  params: EnvironmentRef,
  body: z.object({ description: z.string().max(2000).optional(), position: z.int().min(0).max(1000).optional() }),
  response: Environment,
  permission: "environment:manage",
  audit: "approvals.environment.update",
});

export const archiveEnvironment = operation({
  id: "approvals.archiveEnvironment",
  method: "DELETE",
  path: "/environments/:environment",
  summary: "Closes an environment in which nothing is live.",
  params: EnvironmentRef,
  response: Empty,
  permission: "environment:manage",
  audit: "approvals.environment.archive",
});

/** What a decision allowed: these bytes, in this environment, for these uses, under these conditions, from then until then. */
export const Authorisation = z.object({
  id: z.uuid(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  digest: z.string(),
  environment: z.string(),
  uses: z.array(Use),
  canaryMaxPercent: z.int().nullable(),
  conditions: z.array(Condition),
  requestNumber: z.int().nullable(),
  isBreakGlass: z.boolean(),
  validFrom: Instant,
  validUntil: Instant.nullable(),
  endedAt: Instant.nullable(),
  endReason: z.string().nullable(),
});
export type Authorisation = z.infer<typeof Authorisation>;

export const listAuthorisations = operation({
  id: "approvals.listAuthorisations",
  method: "GET",
  path: "/authorisations",
  summary: "Lists what may act where, at an instant.",
  query: z.object({
    at: Instant.optional(),
    environment: Slug.optional(),
    subject: z.string().max(300).optional(),
    all: z.stringbool().default(false),
  }),
  response: z.object({ items: z.array(Authorisation) }),
  permission: "policy:read",
  audit: reading,
});

export const revokeAuthorisation = operation({
  id: "approvals.revokeAuthorisation",
  method: "POST",
  path: "/authorisations/:authorisationId/revoke",
  summary: "Ends an authorisation at once. Taking something out of an environment needs no vote.",
  params: z.object({ authorisationId: z.uuid() }),
  body: z.object({ reason: z.string().trim().min(1).max(2000) }),
  response: Authorisation,
  permission: "request:open",
  audit: "approvals.authorisation.revoke",
});

export const environmentOperations = [
  listEnvironments,
  createEnvironment,
  updateEnvironment,
  archiveEnvironment,
  listAuthorisations,
  revokeAuthorisation,
] as const;
