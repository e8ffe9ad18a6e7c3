import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Milliseconds, PageQuery, pageOf } from "#src/page.ts";
import { Actor, ModelRef } from "./model.ts";
import { VersionNumber } from "./version.ts";

export const HistoryEntry = z.object({
  kind: z.enum(["registered", "stage", "alias", "deleted"]),
  version: z.int().nullable(),
  /** The stage or alias that was set. */
  value: z.string(),
  /** The stage it had, or the version that the alias named. */
  before: z.string().nullable(),
  at: Milliseconds,
  by: Actor,
  requestNumber: z.int().nullable(),
  reason: z.string(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const listHistory = operation({
  id: "registry.listHistory",
  method: "GET",
  path: "/models/:model/history",
  summary: "Lists what happened to a model's versions and aliases, newest first.",
  params: ModelRef,
  query: PageQuery.extend({ version: VersionNumber.optional(), alias: z.string().max(255).optional() }),
  response: pageOf(HistoryEntry),
  permission: "registry:read",
  audit: reading,
});

export const historyOperations = [listHistory] as const;
