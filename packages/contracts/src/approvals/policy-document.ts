import { z } from "zod";
import { RiskTier, Use } from "./stage.ts";

/** Lower-case letters, digits and hyphens; names a policy or an environment. */
export const Slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "1 to 63 lower-case letters, digits or hyphens, beginning and ending with a letter or digit",
  );

/** A whole number of hours, days or weeks, at most ten years: `36h`, `14d`, `2w`. */
export const Span = z
  .string()
  .regex(/^[1-9]\d{0,4}[hdw]$/, "a whole number of hours, days or weeks, such as 36h, 14d or 2w")
  .refine((text) => spanMs(text) <= 3_653 * 86_400_000, "at most ten years");

const unitMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
/** Milliseconds of a span that was checked. */
export const spanMs = (span: string): number => Number(span.slice(0, -1)) * unitMs[span.slice(-1) as keyof typeof unitMs];

/** A bound on a number, such as `>= 0.85`. */
export const Bound = z.string().regex(/^(>=|<=|>|<|=) ?-?\d+(\.\d+)?([eE][-+]?\d{1,3})?$/, "a bound such as '>= 0.85'");

/** A share of traffic, such as `10%`. */
export const Share = z.string().regex(/^(100|[1-9]\d?)%$/, "a whole percentage from 1% to 100%");

/** What evidence can be about. `document` is any file that a person vouches for. */
export const EvidenceKind = z.enum([
  "metrics",
  "champion",
  "fairness",
  "explainability",
  "data_validation",
  "robustness",
  "security_scan",
  "model_card",
  "reproducibility",
  "business_impact",
  "document",
]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** What a requirement may compare a value with: a bound, one value, or any of a list. */
export const Expectation = z.union([z.boolean(), z.number(), z.string().max(200), z.array(z.string().max(200)).min(1).max(20)]);
export type Expectation = z.infer<typeof Expectation>;

/** One requirement: a kind of evidence and what its values must be. `max_age` bounds its age, `id` tells two of a kind apart. */
export const Requirement = z
  .partialRecord(EvidenceKind, z.record(z.string().min(1).max(250), Expectation))
  .refine((requirement) => Object.keys(requirement).length === 1, "one kind of evidence to each entry");
export type Requirement = z.infer<typeof Requirement>;

const GroupName = z.string().min(1).max(100);
/** Members of a group of the organisation, or of a role of the workspace, of whom so many must approve. */
export const Approval = z
  .strictObject({ group: GroupName.optional(), role: z.enum(["approver", "engineer", "admin"]).optional(), min: z.int().min(1).max(20) })
  .refine(({ group, role }) => (group === undefined) !== (role === undefined), "either a group or a role");
export type Approval = z.infer<typeof Approval>;

export const Exclusion = z.enum(["author", "registrant", "requester", "evidence_producer", "same_team"]);
export type Exclusion = z.infer<typeof Exclusion>;

/** What an approval is tied to; kept with the authorisation, for whatever routes to read. */
export const Condition = z.union([
  z.strictObject({ traffic: Share, until_labels: z.int().min(1).max(1_000_000_000).optional(), for: Span.optional() }),
  z.strictObject({ time_limit: Span }),
  z.strictObject({ required_labels: z.int().min(1).max(1_000_000_000), within: Span }),
]);
export type Condition = z.infer<typeof Condition>;

/** A class of governance change that a policy may govern instead of a transition. */
export const GovernedChange = z.enum(["policy", "tier", "attributes"]);
export type GovernedChange = z.infer<typeof GovernedChange>;

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(20)]);

/** `staging -> production`, `* -> production`; `retired -> experimental` brings a version back. */
export const Transition = z
  .string()
  .regex(
    /^(\*|experimental|staging|production|retired) ?-> ?(experimental|staging|production|retired)$/,
    "a move such as 'staging -> production' or '* -> production'",
  );

export const PolicyMatch = z
  .strictObject({
    tier: oneOrMore(RiskTier).optional(),
    transition: oneOrMore(Transition).optional(),
    change: oneOrMore(GovernedChange).optional(),
    environment: oneOrMore(Slug).optional(),
    tags: z.record(z.string().min(1).max(250), z.string().max(5000)).optional(),
    models: z.array(z.string().min(1).max(250)).min(1).max(100).optional(),
  })
  .refine(({ transition, change }) => (transition === undefined) !== (change === undefined), "either a transition or a change");
export type PolicyMatch = z.infer<typeof PolicyMatch>;

/** What an approval authorises at most; without it, everything. */
export const Allowance = z.strictObject({ uses: z.array(Use).min(1), canary_max: Share.optional() });

export const BreakGlass = z.strictObject({
  groups: z.array(GroupName).max(10).optional(),
  roles: z
    .array(z.enum(["approver", "engineer", "admin"]))
    .max(3)
    .optional(),
  people: z.int().min(2).max(5).default(2),
  expires_after: Span,
  review_within: Span,
});
export type BreakGlass = z.infer<typeof BreakGlass>;

/** A policy as its YAML says it, checked. Keys are written as in the file. */
export const PolicyDocument = z.strictObject({
  name: Slug,
  version: z.int().min(1).optional(),
  description: z.string().max(2000).optional(),
  match: PolicyMatch,
  allow: Allowance.optional(),
  require: z.array(Requirement).max(50).default([]),
  approvals: z.array(Approval).max(10).default([]),
  order: z.enum(["any", "sequence"]).default("any"),
  veto: z.array(GroupName).max(10).default([]),
  exclude: z.array(Exclusion).max(5).default(["author", "registrant", "requester", "evidence_producer"]),
  expiry: Span.default("14d"),
  conditions: z.array(Condition).max(10).default([]),
  protected_aliases: z.array(z.string().min(1).max(255)).max(50).default([]),
  /** Job templates that registering a version runs, with the version as their input. */
  evaluations: z.array(Slug).min(1).max(10).optional(),
  alone: z.enum(["allow", "deny"]).default("deny"),
  break_glass: BreakGlass.optional(),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;
