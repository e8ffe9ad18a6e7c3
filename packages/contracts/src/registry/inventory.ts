import { z } from "zod";
import { RiskTier, Stage, Use } from "#src/approvals/stage.ts";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { Actor, ModelRef } from "./model.ts";

/** A version that was allowed to act in an environment. */
export const LiveVersion = z.object({
  version: z.int(),
  stage: Stage,
  environment: z.string(),
  uses: z.array(Use),
  /** The greatest share of traffic that was allowed, in per cent. */
  maxTrafficPercent: z.int().nullable(),
  since: Instant,
  until: Instant.nullable(),
  requestNumber: z.int().nullable(),
});
export type LiveVersion = z.infer<typeof LiveVersion>;

export const InventoryEntry = z.object({
  model: z.string(),
  kind: z.enum(["internal", "external"]),
  vendor: z.string(),
  tier: RiskTier.nullable(),
  businessOwner: Actor.nullable(),
  /** The highest stage that any version had; null while there were only plans. */
  stage: Stage.nullable(),
  live: z.array(LiveVersion),
  champion: z.int().nullable(),
  championSince: Instant.nullable(),
  /** The champion of today, for comparison. */
  championNow: z.int().nullable(),
  lastValidatedAt: Instant.nullable(),
  nextValidationDueAt: Instant.nullable(),
  openFindings: z.int(),
  nextFindingDueAt: Instant.nullable(),
  dependencies: z.int(),
});
export type InventoryEntry = z.infer<typeof InventoryEntry>;

export const getInventory = operation({
  id: "registry.getInventory",
  method: "GET",
  path: "/inventory",
  summary: "Lists every model as it stood at an instant: tier, owner, stage, what was live, validations and open findings.",
  query: z.object({ at: Instant.optional() }),
  response: z.object({
    at: Instant,
    items: z.array(InventoryEntry),
    /** Every promotion, retirement and rollback there ever was, for the time line; the newest 1,000. */
    changes: z.array(
      z.object({ at: Instant, kind: z.enum(["promotion", "retirement", "rollback", "step-down"]), model: z.string(), version: z.int() }),
    ),
  }),
  permission: "registry:read",
  audit: reading,
});

export const AsOf = z.object({
  entry: InventoryEntry,
  digest: z.string().nullable(),
  datasets: z.array(z.string()),
  /** Who held the alias `champion`, from when to when; the last one has no end. */
  champions: z.array(z.object({ version: z.int(), from: Instant, until: Instant.nullable() })),
  approval: z
    .object({
      requestNumber: z.int(),
      decidedAt: Instant,
      policies: z.array(z.object({ name: z.string(), version: z.int() })),
      approvals: z.array(z.object({ voter: Actor, seat: z.string(), at: Instant })),
      clausesMet: z.int(),
      clauses: z.int(),
      conditions: z.array(z.string()),
    })
    .nullable(),
  findings: z.array(z.object({ title: z.string(), severity: z.string(), dueAt: Instant.nullable(), closedAt: Instant.nullable() })),
});
export type AsOf = z.infer<typeof AsOf>;

export const getAsOf = operation({
  id: "registry.getAsOf",
  method: "GET",
  path: "/models/:model/as-of",
  summary: "Returns what was champion and live at an instant, since when, who approved it and on what.",
  params: ModelRef,
  query: z.object({ at: Instant.optional() }),
  response: AsOf,
  permission: "registry:read",
  audit: reading,
});

export const Finding = z.object({
  id: z.uuid(),
  model: z.string(),
  version: z.int().nullable(),
  title: z.string(),
  detail: z.string(),
  severity: z.enum(["low", "medium", "high", "critical"]),
  openedBy: Actor,
  openedAt: Instant,
  dueAt: Instant.nullable(),
  closedBy: Actor.nullable(),
  closedAt: Instant.nullable(),
  resolution: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const listFindings = operation({
  id: "registry.listFindings",
  method: "GET",
  path: "/models/:model/findings",
  summary: "Lists a model's findings, open ones first.",
  params: ModelRef,
  response: z.object({ items: z.array(Finding) }),
  permission: "registry:read",
  audit: reading,
});

export const openFinding = operation({
  id: "registry.openFinding",
  method: "POST",
  path: "/models/:model/findings",
  summary: "Opens a finding on a model.",
  params: ModelRef,
  body: z.object({
    title: z.string().trim().min(1).max(300),
    detail: z.string().max(10_000).default(""),
    severity: Finding.shape.severity,
    version: z.int().min(1).optional(),
    dueAt: Instant.optional(),
  }),
  response: Finding,
  permission: "registry:review",
  audit: "registry.finding.open",
});

export const closeFinding = operation({
  id: "registry.closeFinding",
  method: "POST",
  path: "/models/:model/findings/:findingId/close",
  summary: "Closes a finding with its resolution.",
  params: ModelRef.extend({ findingId: z.uuid() }),
  body: z.object({ resolution: z.string().trim().min(1).max(10_000) }),
  response: Finding,
  permission: "registry:review",
  audit: "registry.finding.close",
});

export const Validation = z.object({
  id: z.uuid(),
  version: z.int().nullable(),
  outcome: z.enum(["passed", "passed-with-findings", "failed"]),
  note: z.string(),
  validatedBy: Actor,
  validatedAt: Instant,
  nextDueAt: Instant.nullable(),
});
export type Validation = z.infer<typeof Validation>;

export const listValidations = operation({
  id: "registry.listValidations",
  method: "GET",
  path: "/models/:model/validations",
  summary: "Lists a model's independent validations, newest first.",
  params: ModelRef,
  response: z.object({ items: z.array(Validation) }),
  permission: "registry:read",
  audit: reading,
});

export const recordValidation = operation({
  id: "registry.recordValidation",
  method: "POST",
  path: "/models/:model/validations",
  summary: "Records an independent validation of a model and when the next one is due.",
  params: ModelRef,
  body: z.object({
    version: z.int().min(1).optional(),
    outcome: Validation.shape.outcome,
    note: z.string().max(10_000).default(""),
    nextDueAt: Instant.optional(),
  }),
  response: Validation,
  permission: "registry:review",
  audit: "registry.validation.record",
});

export const inventoryOperations = [
  getInventory,
  getAsOf,
  listFindings,
  openFinding,
  closeFinding,
  listValidations,
  recordValidation,
] as const;
