import type { Tx } from "@plumbline/db";
import type { Caller } from "../../kernel/index.ts";
import { systemCaller } from "../../workspaces/index.ts";
import { selectWorkspaceNames } from "../store/workspaces.ts";

/** The platform itself, in a workspace. */
export async function platformIn(tx: Tx, workspaceId: number): Promise<Caller> {
  return systemCaller({ id: workspaceId, name: (await selectWorkspaceNames(tx)).get(workspaceId) ?? "" });
}
