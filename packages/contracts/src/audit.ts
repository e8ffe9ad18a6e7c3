import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Instant, PageQuery, pageOf } from "./page.ts";

export const AuditEvent = z.object({
  id: z.uuid(),
  workspace: z.string().nullable(),
  action: z.string(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  subject: z.object({ kind: z.string(), id: z.string() }),
  outcome: z.enum(["done", "refused"]),
  occurredAt: Instant,
  requestId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  address: z.string().nullable(),
  isSealed: z.boolean(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

const AuditQuery = PageQuery.extend({
  action: z.string().max(100).optional(),
  actorId: z.string().max(100).optional(),
  subjectKind: z.string().max(100).optional(),
  subjectId: z.string().max(500).optional(),
});

export const listEvents = operation({
  id: "audit.listEvents",
  method: "GET",
  path: "/audit/events",
  summary: "Lists what happened in the workspace, newest first.",
  query: AuditQuery,
  response: pageOf(AuditEvent),
  permission: "audit:read",
  audit: reading,
});

export const listPlatformEvents = operation({
  id: "audit.listPlatformEvents",
  method: "GET",
  path: "/platform/audit/events",
  summary: "Lists what happened anywhere on the platform, newest first.",
  query: AuditQuery,
  response: pageOf(AuditEvent),
  permission: "platform:audit",
  audit: reading,
});

export const auditOperations = [listEvents, listPlatformEvents] as const;
