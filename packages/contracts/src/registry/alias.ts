import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty } from "#src/page.ts";
import { AliasName, AliasPointer, ModelName, ModelRef } from "./model.ts";
import { ModelVersion, VersionNumber } from "./version.ts";

const AliasRef = z.object({ model: ModelName, alias: AliasName });

export const findVersionByAlias = operation({
  id: "registry.findVersionByAlias",
  method: "GET",
  path: "/models/:model/aliases/:alias",
  summary: "Returns the version that an alias names.",
  params: AliasRef,
  response: ModelVersion,
  permission: "registry:read",
  audit: reading,
});

export const setAlias = operation({
  id: "registry.setAlias",
  method: "PUT",
  path: "/models/:model/aliases/:alias",
  summary: "Points an alias at a version. A protected alias, `champion` among them, names versions in production only.",
  params: AliasRef,
  body: z.object({ version: VersionNumber, reason: z.string().max(2000).default("") }),
  response: AliasPointer,
  permission: "registry:write",
  audit: "registry.alias.set",
});

export const deleteAlias = operation({
  id: "registry.deleteAlias",
  method: "DELETE",
  path: "/models/:model/aliases/:alias",
  summary: "Removes an alias.",
  params: AliasRef,
  response: Empty,
  permission: "registry:write",
  audit: "registry.alias.delete",
});

/** No gate stands before a rollback: the version was allowed in production before, with these very bytes. */
export const rollBack = operation({
  id: "registry.rollBack",
  method: "POST",
  path: "/models/:model/rollback",
  summary: "Makes an earlier champion the champion again, and gives it back its stage and authorisation if it had left production.",
  params: ModelRef,
  body: z.object({ version: VersionNumber.optional(), reason: z.string().trim().min(1).max(2000) }),
  response: z.object({ from: z.int().nullable(), to: z.int() }),
  permission: "registry:write",
  audit: "registry.champion.roll-back",
});

export const aliasOperations = [findVersionByAlias, setAlias, deleteAlias, rollBack] as const;
